package org.testudo.stack;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.configuration2.interpol.ConfigurationInterpolator;
import org.testudo.api.FaultModel;
import org.testudo.config.AttackDetectorConfig;
import org.testudo.config.ClientAccessConfig;
import org.testudo.config.FailureDetectorConfig;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;
import org.testudo.config.JournalKind;
import org.testudo.config.OrderingConfig;
import org.testudo.config.RecorderConfig;

/**
 * Reads a group's configuration from a file, {@code .yaml}, {@code .properties} or {@code .xml} (ARCHITECTURE 8); binds it to
 * the records of {@code org.testudo.config}, where all defaults and checks are. Any value can be set instead by, in falling
 * order, the caller, a system property ({@code testudo.group.self}, {@code testudo.group.members[0].address}), and an
 * environment variable ({@code TESTUDO_GROUP_SELF}, {@code TESTUDO_GROUP_MEMBERS_0_ADDRESS}). Values in the file may hold
 * <code>${env:NAME:-default}</code> and <code>${sys:name}</code>. Unknown keys are errors, in all these places.
 */
public final class ConfigFile {
    private final Settings settings;

    private ConfigFile(Settings settings) {
        this.settings = settings;
    }

    /**
     * Reads a configuration.
     *
     * @throws org.testudo.api.TestudoException if the file cannot be read
     * @throws IllegalArgumentException if its content is wrong; names file, key, value and remedy
     */
    public static GroupConfig load(Path file) {
        return load(file, Map.of());
    }

    /**
     * Reads a configuration.
     *
     * @param overrides by key, such as {@code group.self} or {@code group.members[0].address}: stand before everything else
     * @throws org.testudo.api.TestudoException if the file cannot be read
     * @throws IllegalArgumentException if its content is wrong; names file, key, value and remedy
     */
    public static GroupConfig load(Path file, Map<String, String> overrides) {
        Map<String, String> properties = new HashMap<>();
        for (String name : System.getProperties().stringPropertyNames()) properties.put(name, System.getProperty(name));
        return load(file, overrides, System.getenv(), properties);
    }

    static GroupConfig load(
            Path file, Map<String, String> overrides, Map<String, String> environment, Map<String, String> properties) {
        ConfigurationInterpolator interpolator = new ConfigurationInterpolator();
        interpolator.registerLookup("env", environment::get);
        interpolator.registerLookup("sys", properties::get);
        Overrides outside = new Overrides(overrides, properties, environment);
        outside.checkNames();
        Settings settings = new Settings(file, FileContent.read(file), interpolator, outside);
        settings.checkKeys();
        return new ConfigFile(settings).bind(file);
    }

    private GroupConfig bind(Path file) {
        String name = settings.required("group.name", "payments");
        try {
            GroupConfigBuilder group = GroupConfig.named(name);
            settings.text("group.self").ifPresent(group::self);
            settings.text("group.bind").ifPresent(group::bind);
            settings.oneOf("group.model", FaultModel.values()).ifPresent(group::model);
            settings.number("group.max-faulty").ifPresent(group::tolerating);
            bindLists(group);
            settings.durations("group.credentials.expiry-notice").ifPresent(group::expiryNotice);
            return group.credentials(
                            settings.path("group.credentials.store").orElse(""),
                            settings.path("group.credentials.trust").orElse(""),
                            settings.path("group.credentials.passphrase-file").orElse(""))
                    .ordering(ordering(OrderingConfig.defaults()))
                    .failureDetector(failureDetector(FailureDetectorConfig.defaults()))
                    .attackDetector(attackDetector(AttackDetectorConfig.defaults()))
                    .clientAccess(clientAccess(ClientAccessConfig.defaults()))
                    .recorder(recorder(RecorderConfig.defaults()))
                    .recovery(settings.path("group.recovery").orElse(""))
                    .build();
        } catch (IllegalArgumentException e) {
            throw named(file, e);
        }
    }

    /** The records name keys below the group and know no file. */
    private static IllegalArgumentException named(Path file, IllegalArgumentException failure) {
        String message = failure.getMessage();
        if (message.startsWith(file + ": ")) return failure;
        String key = message.startsWith("group.") ? message : "group." + message;
        return new IllegalArgumentException(file + ": " + key, failure);
    }

    private void bindLists(GroupConfigBuilder group) {
        for (int i = 0; i < settings.entries("group.members"); i++) {
            group.member(
                    in("group.members", i, "id", "alice"),
                    in("group.members", i, "address", "10.0.0.1:7800"),
                    settings.text(Settings.entry("group.members", i, "client-address"))
                            .orElse(""),
                    settings.path(Settings.entry("group.members", i, "key")).orElse(""));
            pardoned(group, "group.members", i);
        }
        for (int i = 0; i < settings.entries("group.standbys"); i++) {
            group.standby(
                    in("group.standbys", i, "id", "eve"),
                    in("group.standbys", i, "address", "10.0.0.5:7800"),
                    settings.text(Settings.entry("group.standbys", i, "client-address"))
                            .orElse(""),
                    settings.path(Settings.entry("group.standbys", i, "key")).orElse(""));
            pardoned(group, "group.standbys", i);
        }
        for (int i = 0; i < settings.entries("group.sensors"); i++) {
            group.sensor(
                    in("group.sensors", i, "id", "suricata-alice"),
                    in("group.sensors", i, "watches", "alice"),
                    settings.path(Settings.entry("group.sensors", i, "key")).orElse(""));
        }
        for (int i = 0; i < settings.entries("group.operators"); i++) {
            group.operator(
                    in("group.operators", i, "id", "olga"),
                    settings.path(Settings.entry("group.operators", i, "key")).orElse(""));
        }
        settings.number("group.operator-approvals").ifPresent(group::operatorApprovals);
    }

    private void pardoned(GroupConfigBuilder group, String list, int index) {
        settings.path(Settings.entry(list, index, "pardoned"))
                .ifPresent(card -> group.pardoned(in(list, index, "id", "alice"), card));
    }

    private String in(String list, int index, String key, String example) {
        return settings.required(Settings.entry(list, index, key), example);
    }

    private OrderingConfig ordering(OrderingConfig ordinary) {
        return new OrderingConfig(
                settings.text("group.ordering.protocol").orElse(ordinary.protocol()),
                settings.number("group.ordering.window").orElse(ordinary.window()),
                settings.number("group.ordering.max-batch").orElse(ordinary.maxBatch()),
                Math.toIntExact(Math.min(
                        Integer.MAX_VALUE,
                        settings.size("group.ordering.max-payload").orElse((long) ordinary.maxPayload()))),
                settings.number("group.ordering.pool-per-origin").orElse(ordinary.poolPerOrigin()),
                settings.size("group.ordering.log-limit").orElse(ordinary.logLimit()),
                settings.number("group.ordering.checkpoint-interval").orElse(ordinary.checkpointInterval()),
                settings.duration("group.ordering.timeout").orElse(ordinary.timeout()),
                settings.duration("group.ordering.control-timeout").orElse(ordinary.controlTimeout()),
                settings.duration("group.ordering.skew").orElse(ordinary.skew()),
                settings.duration("group.ordering.idle").orElse(ordinary.idle()),
                settings.number("group.ordering.sessions").orElse(ordinary.sessions()),
                settings.duration("group.ordering.formation-wait").orElse(ordinary.formationWait()),
                settings.oneOf("group.ordering.journal", JournalKind.values()).orElse(ordinary.journal()),
                settings.path("group.ordering.journal-path").orElse(ordinary.journalPath()));
    }

    private FailureDetectorConfig failureDetector(FailureDetectorConfig ordinary) {
        return new FailureDetectorConfig(
                settings.duration("group.failure-detector.interval").orElse(ordinary.interval()),
                settings.duration("group.failure-detector.floor").orElse(ordinary.floor()),
                settings.duration("group.failure-detector.ceiling").orElse(ordinary.ceiling()));
    }

    private AttackDetectorConfig attackDetector(AttackDetectorConfig ordinary) {
        return new AttackDetectorConfig(
                settings.truth("group.attack-detector.enforce").orElse(ordinary.enforce()),
                settings.path("group.attack-detector.policy").orElse(ordinary.policy()),
                settings.path("group.attack-detector.evidence").orElse(ordinary.evidence()));
    }

    private ClientAccessConfig clientAccess(ClientAccessConfig ordinary) {
        return new ClientAccessConfig(
                settings.text("group.client-access.listen").orElse(ordinary.listen()),
                settings.number("group.client-access.max-connections").orElse(ordinary.maxConnections()),
                settings.number("group.client-access.max-outstanding").orElse(ordinary.maxOutstanding()));
    }

    private RecorderConfig recorder(RecorderConfig ordinary) {
        return new RecorderConfig(
                settings.path("group.recorder.directory").orElse(ordinary.directory()),
                settings.size("group.recorder.size").orElse(ordinary.size()));
    }
}
