package org.testudo.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.testudo.api.FaultModel;
import org.testudo.config.GroupConfig;
import org.testudo.config.HostAndPort;
import org.testudo.config.MemberConfig;
import org.testudo.config.OperatorConfig;
import org.testudo.config.SensorConfig;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Quorum;

/**
 * What a configuration says, for people and for scripts.
 *
 * @param genesis what the group is founded on, as the files say that the configuration names
 */
record ConfigSummary(GroupConfig config, Genesis genesis) {
    String text(Path file) {
        Quorum quorum = genesis.quorum();
        StringBuilder text = new StringBuilder(file + " is good\n");
        line(text, "group", config.name());
        line(
                text,
                "tolerates",
                "f=" + quorum.maxFaulty() + " " + model() + " of n=" + quorum.seats() + ", quorum Q="
                        + quorum.intersecting());
        if (quorum.model() == FaultModel.CRASH)
            line(text, "beware", "model crash: a member that lies, or is in an attacker's hands, breaks the group");
        for (MemberConfig each : config.members()) line(text, "member", describe(each));
        for (MemberConfig each : config.standbys()) line(text, "standby", describe(each));
        for (SensorConfig each : config.sensors()) line(text, "sensor", each.id() + " watches " + each.watches());
        for (OperatorConfig each : config.operators()) line(text, "operator", each.id());
        line(text, "ordering", config.ordering().protocol());
        line(text, "policy", policy() + (config.attackDetector().enforce() ? ", enforced" : ", not enforced"));
        genesis.recovered()
                .ifPresent(it -> line(text, "new life", it.statement().describe()));
        line(text, "genesis", genesis.digest() + ", must be the same at all members");
        describeSelf(text);
        return text.toString();
    }

    private void describeSelf(StringBuilder text) {
        if (config.self().isEmpty()) {
            line(text, "self", "no member, as for a client or sensor; --self NAME checks a member");
            return;
        }
        line(text, "self", config.self() + ", its credentials are good");
        line(text, "listens", "to members on " + config.listensAt());
        config.listensToClientsAt().ifPresent(place -> line(text, "listens", "to clients and sensors on " + place));
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "  %-10s %s%n", name, value));
    }

    private static String describe(MemberConfig member) {
        String clients = member.clientAddress();
        return member.id() + " at " + member.address() + (clients.isEmpty() ? "" : ", for clients at " + clients);
    }

    private String model() {
        return genesis.quorum().model().name().toLowerCase(Locale.ROOT);
    }

    private String policy() {
        String file = config.attackDetector().policy();
        return file.isEmpty() ? "standard" : file;
    }

    /** The same for scripts. */
    Map<String, Object> toMap(Path file) {
        Quorum quorum = genesis.quorum();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("file", file.toString());
        map.put("valid", true);
        map.put("group", config.name());
        map.put("n", quorum.seats());
        map.put("f", quorum.maxFaulty());
        map.put("model", model());
        map.put("q", quorum.intersecting());
        map.put("members", config.members().stream().map(ConfigSummary::toMap).toList());
        map.put("standbys", config.standbys().stream().map(ConfigSummary::toMap).toList());
        map.put("sensors", config.sensors().stream().map(SensorConfig::id).toList());
        map.put("operators", config.operators().stream().map(OperatorConfig::id).toList());
        map.put("ordering", config.ordering().protocol());
        map.put("policy", policy());
        map.put("enforce", config.attackDetector().enforce());
        genesis.recovered().ifPresent(it -> map.put("recovered", it.statement().describe()));
        map.put("genesis", genesis.digest().toHex());
        if (!config.self().isEmpty()) {
            map.put("self", config.self());
            map.put("listen", config.listensAt().toString());
            config.listensToClientsAt().map(HostAndPort::toString).ifPresent(it -> map.put("clientListen", it));
        }
        return map;
    }

    private static Map<String, String> toMap(MemberConfig member) {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("id", member.id());
        map.put("address", member.address());
        if (!member.clientAddress().isEmpty()) map.put("clientAddress", member.clientAddress());
        return map;
    }
}
