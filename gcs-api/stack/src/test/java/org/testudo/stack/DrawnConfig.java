package org.testudo.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.testudo.api.FaultModel;
import org.testudo.config.AttackDetectorConfig;
import org.testudo.config.ClientAccessConfig;
import org.testudo.config.CredentialsConfig;
import org.testudo.config.FailureDetectorConfig;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;
import org.testudo.config.JournalKind;
import org.testudo.config.OrderingConfig;
import org.testudo.config.RecorderConfig;

/** A configuration drawn by a seed, twice: made in code, and as the settings that ought to give the same. */
final class DrawnConfig {
    private static final String[] AWKWARD = {
        "a",
        "no",
        "0123",
        "1:59",
        "ü€",
        "x=y",
        "#5",
        "a, b",
        "back\\slash",
        "<&'\">",
        "a:b",
        "!",
        "~",
        "null",
        "- x",
        "[z]",
        "@",
        "%"
    };

    private final Random random;
    private final Path directory;
    final Map<String, String> settings = new LinkedHashMap<>();
    final GroupConfig config;

    DrawnConfig(long seed, Path directory) {
        this.random = new Random(seed);
        this.directory = directory;
        String name = "group-" + random.nextInt(100);
        settings.put("group.name", name);
        GroupConfigBuilder group = GroupConfig.named(name);
        drawMembers(group);
        drawOthers(group);
        config = group.credentials(
                        file("group.credentials.store"),
                        file("group.credentials.trust"),
                        file("group.credentials.passphrase-file"))
                .expiryNotice(maybe(
                        "group.credentials.expiry-notice",
                        List.of(Duration.ofDays(40L + random.nextInt(9)), Duration.ofHours(1 + random.nextInt(9))),
                        CredentialsConfig.EXPIRY_NOTICE,
                        it -> it.get(0).toDays() + "d, " + it.get(1).toHours() + " h"))
                .ordering(ordering(OrderingConfig.defaults()))
                .failureDetector(failureDetector())
                .attackDetector(new AttackDetectorConfig(
                        maybe("group.attack-detector.enforce", random.nextBoolean(), false, String::valueOf),
                        file("group.attack-detector.policy"),
                        file("group.attack-detector.evidence")))
                .clientAccess(clientAccess(ClientAccessConfig.defaults()))
                .recorder(new RecorderConfig(
                        file("group.recorder.directory"),
                        maybe(
                                "group.recorder.size",
                                (1L + random.nextInt(99)) << 30,
                                RecorderConfig.defaults().size(),
                                it -> (it >> 30) + " GiB")))
                .recovery(file("group.recovery"))
                .build();
    }

    private void drawMembers(GroupConfigBuilder group) {
        FaultModel model = maybe(
                "group.model",
                random.nextBoolean() ? FaultModel.CRASH : FaultModel.BYZANTINE,
                FaultModel.BYZANTINE,
                it -> it.name().toLowerCase(java.util.Locale.ROOT));
        int members = 1 + random.nextInt(12);
        for (int i = 0; i < members; i++) {
            String entry = "group.members[" + i + "].";
            String id = set(entry + "id", "m" + i);
            String address = set(entry + "address", host(i) + ":" + (7800 + i));
            String clients = maybe(entry + "client-address", host(i) + ":" + (7900 + i), "", it -> it);
            group.member(id, address, clients, drawnFile(entry + "key"));
            if (random.nextInt(4) == 0) group.pardoned(id, drawnFile(entry + "pardoned"));
        }
        int standbys = random.nextInt(3);
        for (int i = 0; i < standbys; i++) {
            String entry = "group.standbys[" + i + "].";
            String id = set(entry + "id", "r" + i);
            String address = set(entry + "address", host(i) + ":" + (8800 + i));
            String clients = maybe(entry + "client-address", host(i) + ":" + (8900 + i), "", it -> it);
            group.standby(id, address, clients, drawnFile(entry + "key"));
            if (random.nextInt(4) == 0) group.pardoned(id, drawnFile(entry + "pardoned"));
        }
        group.model(model);
        int most = (members - 1) / (model == FaultModel.BYZANTINE ? 3 : 2);
        int faulty = random.nextInt(most + 1);
        if (random.nextBoolean()) group.tolerating(Integer.parseInt(set("group.max-faulty", "" + faulty)));
        if (random.nextBoolean()) group.self(set("group.self", "m" + random.nextInt(members)));
        if (random.nextBoolean()) group.bind(set("group.bind", random.nextBoolean() ? "0.0.0.0:1" : "[::]:65535"));
        for (int i = random.nextInt(4) - 1; i >= 0; i--) {
            String entry = "group.sensors[" + i + "].";
            settings.put(entry + "watches", "m" + i % members);
        }
    }

    private void drawOthers(GroupConfigBuilder group) {
        for (int i = 0; settings.containsKey("group.sensors[" + i + "].watches"); i++) {
            String entry = "group.sensors[" + i + "].";
            group.sensor(set(entry + "id", "s" + i), settings.get(entry + "watches"), drawnFile(entry + "key"));
        }
        int operators = random.nextInt(3);
        for (int i = 0; i < operators; i++) {
            String entry = "group.operators[" + i + "].";
            group.operator(set(entry + "id", "o" + i), drawnFile(entry + "key"));
        }
        if (operators > 0 && random.nextBoolean()) {
            int approvals = 1 + random.nextInt(operators);
            group.operatorApprovals(Integer.parseInt(set("group.operator-approvals", "" + approvals)));
        }
    }

    private OrderingConfig ordering(OrderingConfig ordinary) {
        String key = "group.ordering.";
        boolean journal = random.nextInt(3) > 0;
        if (journal) settings.put(key + "journal", "file");
        return new OrderingConfig(
                maybe(key + "protocol", "abcast", ordinary.protocol(), it -> it),
                maybe(key + "window", 8 + random.nextInt(1017), ordinary.window(), String::valueOf),
                maybe(key + "max-batch", 1 + random.nextInt(10_000), ordinary.maxBatch(), String::valueOf),
                maybe(
                        key + "max-payload",
                        (1 + random.nextInt(1024)) << 10,
                        ordinary.maxPayload(),
                        it -> (it >> 10) + "KiB"),
                maybe(key + "pool-per-origin", 1 + random.nextInt(10_000), ordinary.poolPerOrigin(), String::valueOf),
                maybe(
                        key + "log-limit",
                        (1L + random.nextInt(99)) << 30,
                        ordinary.logLimit(),
                        it -> (it >> 30) + " GiB"),
                maybe(
                        key + "checkpoint-interval",
                        random.nextInt(10_000),
                        ordinary.checkpointInterval(),
                        String::valueOf),
                duration(key + "timeout", ordinary.timeout()),
                duration(key + "control-timeout", ordinary.controlTimeout()),
                duration(key + "skew", ordinary.skew()),
                duration(key + "idle", ordinary.idle()),
                maybe(key + "sessions", 1 + random.nextInt(100_000), ordinary.sessions(), String::valueOf),
                duration(key + "formation-wait", ordinary.formationWait()),
                journal ? JournalKind.FILE : JournalKind.NONE,
                journal && random.nextBoolean() ? drawnFile(key + "journal-path") : "");
    }

    private FailureDetectorConfig failureDetector() {
        if (random.nextInt(3) == 0) return FailureDetectorConfig.defaults();
        int interval = 1 + random.nextInt(1000);
        settings.put("group.failure-detector.interval", interval + "ms");
        settings.put("group.failure-detector.floor", interval + "s");
        settings.put("group.failure-detector.ceiling", interval + "m");
        return new FailureDetectorConfig(
                Duration.ofMillis(interval), Duration.ofSeconds(interval), Duration.ofMinutes(interval));
    }

    private ClientAccessConfig clientAccess(ClientAccessConfig ordinary) {
        String key = "group.client-access.";
        return new ClientAccessConfig(
                maybe(key + "listen", host(9) + ":7999", ordinary.listen(), it -> it),
                maybe(key + "max-connections", 1 + random.nextInt(100_000), ordinary.maxConnections(), String::valueOf),
                maybe(key + "max-outstanding", 1 + random.nextInt(1000), ordinary.maxOutstanding(), String::valueOf));
    }

    private Duration duration(String key, Duration otherwise) {
        String[] units = {"ms", "s", "m", "h", "d"};
        Duration[] lengths = {
            Duration.ofMillis(1), Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1)
        };
        int unit = random.nextInt(units.length);
        int amount = 1 + random.nextInt(999);
        return maybe(key, lengths[unit].multipliedBy(amount), otherwise, it -> amount + units[unit]);
    }

    private String host(int i) {
        return switch (random.nextInt(4)) {
            case 0 -> "[2001:db8::" + (i + 1) + "]";
            case 1 -> "host-" + i + ".example";
            default -> "10.0.0." + (i + 1);
        };
    }

    private String text() {
        StringBuilder text = new StringBuilder("t");
        for (int i = random.nextInt(4); i > 0; i--) text.append(AWKWARD[random.nextInt(AWKWARD.length)]);
        return text.toString();
    }

    private String file(String key) {
        return random.nextBoolean() ? "" : drawnFile(key);
    }

    private String drawnFile(String key) {
        String name = set(key, random.nextInt(4) == 0 ? "/etc/" + text() : "keys/" + text());
        return directory.resolve(name).toAbsolutePath().normalize().toString();
    }

    private String set(String key, String value) {
        settings.put(key, value);
        return value;
    }

    private <T> T maybe(String key, T drawn, T otherwise, Function<T, String> written) {
        if (random.nextBoolean()) return otherwise;
        settings.put(key, written.apply(drawn));
        return drawn;
    }
}
