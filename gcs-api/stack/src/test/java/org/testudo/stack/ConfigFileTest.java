package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testudo.api.FaultModel;
import org.testudo.api.TestudoException;
import org.testudo.config.AttackDetectorConfig;
import org.testudo.config.ClientAccessConfig;
import org.testudo.config.FailureDetectorConfig;
import org.testudo.config.GroupConfig;
import org.testudo.config.JournalKind;
import org.testudo.config.OrderingConfig;
import org.testudo.config.RecorderConfig;
import org.testudo.config.SensorConfig;

/** ARCHITECTURE 8: one schema behind all doors; an error names file, key, value and remedy. */
class ConfigFileTest {
    private static final String MEMBERS = """
              members:
                - {id: alice, address: "10.0.0.1:7800", client-address: "10.0.0.1:7900", key: cards/alice.pem}
                - {id: bob,   address: "10.0.0.2:7800", key: cards/bob.pem}
                - {id: carol, address: "10.0.0.3:7800", key: cards/carol.pem}
                - {id: dave,  address: "10.0.0.4:7800", key: cards/dave.pem}
            """;
    private static final String LEAST = "group:\n  name: payments\n" + MEMBERS;
    private static final String EVERYTHING = """
            group:
              name: payments
              self: alice
              bind: "0.0.0.0:7800"
              model: byzantine
              max-faulty: 1
              members:
                - {id: alice, address: "10.0.0.1:7800", client-address: "10.0.0.1:7900", key: cards/alice.pem}
                - {id: bob,   address: "10.0.0.2:7800", key: cards/bob.pem}
                - {id: carol, address: "10.0.0.3:7800", key: cards/carol.pem}
                - {id: dave,  address: "10.0.0.4:7800", key: cards/dave.pem}
              credentials: {store: keys/alice.p12, trust: keys/ca.pem, passphrase-file: keys/alice.pass, expiry-notice: "60d, 12h"}
              ordering:
                protocol: abcast
                window: 32
                max-batch: 100
                max-payload: 64KiB
                pool-per-origin: 32
                log-limit: 32MiB
                checkpoint-interval: 200
                timeout: 300ms
                control-timeout: 150ms
                skew: 2s
                idle: 1m
                sessions: 500
                formation-wait: 4s
                journal: file
                journal-path: disk
              failure-detector: {interval: 100ms, floor: 200ms, ceiling: 1s}
              attack-detector: {enforce: true, policy: policy.yaml, evidence: evidence}
              standbys:
                - {id: eve, address: "10.0.0.5:7800", client-address: "10.0.0.5:7900", key: cards/eve.pem}
              sensors:
                - {id: suricata-alice, watches: alice, key: cards/suricata-alice.pem}
              operators:
                - {id: olga, key: cards/olga.pem}
              operator-approvals: 1
              client-access: {listen: "0.0.0.0:7900", max-connections: 50, max-outstanding: 8}
              recorder: {directory: recordings, size: 64MiB}
              recovery: group.recovery
            """;

    @TempDir
    private Path directory;

    @Test
    void fileAndCodeGiveEqualRecords() throws IOException {
        GroupConfig ofCode = GroupConfig.named("payments")
                .self("alice")
                .bind("0.0.0.0:7800")
                .model(FaultModel.BYZANTINE)
                .tolerating(1)
                .member("alice", "10.0.0.1:7800", "10.0.0.1:7900", in("cards/alice.pem"))
                .member("bob", "10.0.0.2:7800", in("cards/bob.pem"))
                .member("carol", "10.0.0.3:7800", in("cards/carol.pem"))
                .member("dave", "10.0.0.4:7800", in("cards/dave.pem"))
                .credentials(in("keys/alice.p12"), in("keys/ca.pem"), in("keys/alice.pass"))
                .expiryNotice(List.of(Duration.ofDays(60), Duration.ofHours(12)))
                .ordering(new OrderingConfig(
                        "abcast",
                        32,
                        100,
                        64 << 10,
                        32,
                        32 << 20,
                        200,
                        Duration.ofMillis(300),
                        Duration.ofMillis(150),
                        Duration.ofSeconds(2),
                        Duration.ofMinutes(1),
                        500,
                        Duration.ofSeconds(4),
                        JournalKind.FILE,
                        in("disk")))
                .failureDetector(new FailureDetectorConfig(
                        Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofSeconds(1)))
                .attackDetector(new AttackDetectorConfig(true, in("policy.yaml"), in("evidence")))
                .standby("eve", "10.0.0.5:7800", "10.0.0.5:7900", in("cards/eve.pem"))
                .sensor("suricata-alice", "alice", in("cards/suricata-alice.pem"))
                .operator("olga", in("cards/olga.pem"))
                .clientAccess(new ClientAccessConfig("0.0.0.0:7900", 50, 8))
                .recorder(new RecorderConfig(in("recordings"), 64L << 20))
                .recovery(in("group.recovery"))
                .build();

        assertThat(load(EVERYTHING)).isEqualTo(ofCode);
    }

    /** An epoch change with a certificate for each slot of the window must fit into one message. */
    @Test
    void windowAndMembersTogetherAreBounded() throws IOException {
        StringBuilder members = new StringBuilder("  members:\n");
        for (int i = 1; i <= 100; i++) {
            members.append("    - {id: m")
                    .append(i)
                    .append(", address: \"10.0.0.")
                    .append(i)
                    .append(":7800\", key: m.pem}\n");
        }
        String group = "group:\n  name: payments\n" + members + "  ordering: {window: ";

        assertThat(load(group + "500}\n").ordering().window()).isEqualTo(500);
        assertThatThrownBy(() -> load(group + "501}\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("group.ordering.window: 501 slots of 100 members")
                .hasMessageContaining("at most 500");
    }

    @Test
    void whatIsNotSetHasTheDefaultsOfTheRecords() throws IOException {
        GroupConfig config = load(LEAST);

        assertThat(config.self()).isEmpty();
        assertThat(config.maxFaulty()).isEqualTo(1);
        assertThat(config.ordering()).isEqualTo(OrderingConfig.defaults());
        assertThat(config.failureDetector()).isEqualTo(FailureDetectorConfig.defaults());
        assertThat(config.attackDetector()).isEqualTo(AttackDetectorConfig.defaults());
        assertThat(config.clientAccess()).isEqualTo(ClientAccessConfig.defaults());
    }

    @Test
    void everyKeyIsKnownAndTakenFromTheFile() throws IOException {
        String written = EVERYTHING;

        for (String key : SettingKeys.SINGLE) {
            assertThat(written).contains(key.substring(key.lastIndexOf('.') + 1) + ":");
        }
        assertThat(load(written).operators()).hasSize(1);
    }

    @Test
    void callerComesBeforePropertyBeforeEnvironmentBeforeFile() throws IOException {
        Path file = write(LEAST + "  self: alice\n");
        Map<String, String> environment = Map.of("TESTUDO_GROUP_SELF", "bob");
        Map<String, String> properties = Map.of("testudo.group.self", "carol");

        assertThat(ConfigFile.load(file, Map.of(), environment, Map.of()).self())
                .isEqualTo("bob");
        assertThat(ConfigFile.load(file, Map.of(), environment, properties).self())
                .isEqualTo("carol");
        assertThat(ConfigFile.load(file, Map.of("group.self", "dave"), environment, properties)
                        .self())
                .isEqualTo("dave");
    }

    @Test
    void entriesOfListsAreSetFromOutsideAndAddedThere() throws IOException {
        Path file = write(LEAST);
        Map<String, String> environment = Map.of(
                "TESTUDO_GROUP_MEMBERS_1_ADDRESS", "bob.env:1", "TESTUDO_GROUP_MEMBERS_1_CLIENT_ADDRESS", "bob.env:2");
        Map<String, String> properties = Map.of(
                "testudo.group.members[1].address", "bob.sys:1",
                "testudo.group.sensors[0].id", "s",
                "testudo.group.sensors[0].watches", "bob");
        Map<String, String> given = Map.of("group.sensors[0].key", "s.pem", "group.sensors[0].watches", "carol");

        GroupConfig config = ConfigFile.load(file, given, environment, properties);

        assertThat(config.member("bob").address()).isEqualTo("bob.sys:1");
        assertThat(config.member("bob").clientAddress()).isEqualTo("bob.env:2");
        assertThat(config.members()).hasSize(4);
        assertThat(config.sensors()).containsExactly(new SensorConfig("s", "carol", in("s.pem")));
    }

    @Test
    void variablesAndPropertiesForOtherPurposesAreLeftAlone() throws IOException {
        Map<String, String> environment =
                Map.of("TESTUDO_SELF", "x", "TESTUDO_JAVA_OPTS", "x", "TESTUDO_PASSPHRASE", "x", "TESTUDO_GROUP", "x");
        Map<String, String> properties =
                Map.of("testudo.root", "x", "testudo.seeds", "x", "testudo.seed", "x", "testudo.group", "x");

        assertThat(ConfigFile.load(write(LEAST), Map.of(), environment, properties))
                .isEqualTo(load(LEAST));
    }

    @Test
    void keysAreThoseOfTheRecords() {
        List<String> ofRecords = new ArrayList<>();
        collect(GroupConfig.class, "group.", ofRecords);

        assertThat(Stream.concat(SettingKeys.SINGLE.stream(), SettingKeys.LISTED.stream()))
                .containsExactlyInAnyOrderElementsOf(ofRecords);
    }

    private static void collect(Class<?> type, String prefix, List<String> keys) {
        for (RecordComponent each : type.getRecordComponents()) {
            Class<?> value = each.getGenericType() instanceof ParameterizedType list
                    ? (Class<?>) list.getActualTypeArguments()[0]
                    : each.getType();
            String key = prefix + each.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (value.isRecord()) collect(value, key + ".", keys);
            else keys.add(key);
        }
    }

    @Test
    void noTwoKeysShareAnEnvironmentVariable() {
        List<String> variables = Stream.concat(
                        SettingKeys.SINGLE.stream(),
                        SettingKeys.LISTED.stream().map(key -> key.replaceFirst("(.*)\\.", "$1[0].")))
                .map(SettingKeys::variable)
                .toList();

        assertThat(variables).doesNotHaveDuplicates().allMatch(SettingKeys::isVariable);
    }

    @Test
    void environmentNamesAKebabCaseKeyWithUnderscores() throws IOException {
        Map<String, String> environment = Map.of("TESTUDO_GROUP_FAILURE_DETECTOR_CEILING", "9s");

        GroupConfig config = ConfigFile.load(write(LEAST), Map.of(), environment, Map.of());

        assertThat(config.failureDetector().ceiling()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void environmentIsFilledInWithADefault() throws IOException {
        String content = LEAST + "  self: ${env:WHO:-alice}\n";

        assertThat(ConfigFile.load(write(content), Map.of(), Map.of(), Map.of()).self())
                .isEqualTo("alice");
        assertThat(ConfigFile.load(write(content), Map.of(), Map.of("WHO", "bob"), Map.of())
                        .self())
                .isEqualTo("bob");
    }

    @Test
    void valuesStayAsTheyAreWritten() throws IOException {
        assertThat(load(LEAST.replace("name: payments", "name: no")).name()).isEqualTo("no");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        name: payments    | nam: payments             | group.nam: is unknown; did you mean group.name?
        name: payments    | name: Payments            | group.name: 'Payments'
        name: payments    | name: ''                  | group.name: is missing
        name: payments    | name: [a, b]              | group.name: has several values
        name: payments    | name: {first: a}          | group.name.first: is unknown
        name: payments    | {                         | is not valid YAML
        name: payments    | name: payments\\n  self: *x | is not valid YAML
        name: payments    | name: a\\n  name: b        | duplicate key
        name: payments    | name: ${env:UNSET}        | group.name: '${env:UNSET}' cannot be filled in
        name: payments    | name: ${file:/etc/passwd} | cannot be filled in; use ${env:NAME}
        name: payments    | name: ${const:java.lang.Long.SIZE} | cannot be filled in
        name: payments    | name: payments\\n  life: a | group.life: is unknown
        name: payments    | name: payments\\n  self: eve  | group.self: 'eve' is not one of group.members
        name: payments    | name: payments\\n  max-faulty: 2 | group.members: tolerating 2 faulty members needs at least 7, found 4
        name: payments    | name: payments\\n  model: crash\\n  max-faulty: 2 | group.members: tolerating 2 faulty members in the model crash needs at least 5, found 4
        name: payments    | name: payments\\n  max-faulty: -1 | group.max-faulty: '-1': write a whole number
        name: payments    | name: payments\\n  model: honest  | group.model: 'honest' is unknown; use one of [byzantine, crash]
        name: payments    | name: payments\\n  credentials: keys | group.credentials: has a value, but is a group of keys
        name: payments    | name: payments\\n  ordering: {window: 7} | group.ordering.window: 7 must be between 8 and 1024
        name: payments    | name: payments\\n  ordering: {timeout: 250} | group.ordering.timeout: '250': give a number with its unit
        name: payments    | name: payments\\n  ordering: {timeout: 250 sec} | group.ordering.timeout: '250 sec': give a number
        name: payments    | name: payments\\n  ordering: {timeout: -1s} | group.ordering.timeout: '-1s': give a number
        name: payments    | name: payments\\n  ordering: {idle: 99999999999999999d} | is too large
        name: payments    | name: payments\\n  ordering: {log-limit: 64MB} | group.ordering.log-limit: '64MB': write bytes, KiB
        name: payments    | name: payments\\n  ordering: {max-payload: 8GiB} | group.ordering.max-payload: 2147483647 must be between
        name: payments    | name: payments\\n  ordering: {protocol: paxos} | group.ordering.protocol: 'paxos' is unknown
        name: payments    | name: payments\\n  attack-detector: {enforce: yes} | group.attack-detector.enforce: 'yes': write true or false
        name: payments    | name: payments\\n  failure-detector: {floor: 1ms} | group.failure-detector.floor
        name: payments    | name: payments\\n  failure-detektor: {floor: 1s} | did you mean group.failure-detector.floor?
        name: payments    | name: payments\\n  client-access: {listen: nowhere} | group.client-access.listen: 'nowhere': give host and port
        name: payments    | name: payments\\n  sensors: [{id: s, watches: eve, key: k}] | group.sensors: s watches 'eve'
        name: payments    | name: payments\\n  sensors: [{id: s, watches: bob}] | group.sensors.key: s has none
        name: payments    | name: payments\\n  operators: [{key: k}] | group.operators[0].id: is missing
        bob.pem           | alice.pem, id: x          | duplicate key
        id: bob,          | id: alice,                | group.members: 'alice' stands there twice
        10.0.0.2:7800     | 10.0.0.1:7800             | group.members: '10.0.0.1:7800' stands there twice
        10.0.0.2:7800     | 10.0.0.2                  | group.members.address: '10.0.0.2': give host and port
        , key: cards/bob.pem | ~~                     | group.members.key: bob has none
        """)
    void errorNamesFileKeyValueAndRemedy(String place, String wrong, String message) throws IOException {
        Path file = write(LEAST.replace(place, wrong == null ? "" : wrong.replace("\\n", "\n")));

        assertThatThrownBy(() -> ConfigFile.load(file, Map.of(), Map.of(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"''", "payments", "'[1, 2]'", "'# nothing'"})
    void fileThatIsNoConfigurationSaysSo(String content) throws IOException {
        assertThatThrownBy(() -> load(content))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begin with 'group:'");
    }

    @Test
    void typingErrorInTheEnvironmentIsNotIgnored() throws IOException {
        Path file = write(LEAST);

        assertThatThrownBy(() -> ConfigFile.load(file, Map.of(), Map.of("TESTUDO_GROUP_SLEF", "x"), Map.of()))
                .hasMessage("environment variable TESTUDO_GROUP_SLEF: is unknown; did you mean TESTUDO_GROUP_SELF?");
        for (String unknown :
                List.of("MEMBERS", "MEMBERS_ID", "MEMBERS_0", "MEMBERS_00_ID", "MEMBERS_1000_ID", "SELF_0")) {
            Map<String, String> environment = Map.of("TESTUDO_GROUP_" + unknown, "x");
            assertThatThrownBy(() -> ConfigFile.load(file, Map.of(), environment, Map.of()))
                    .hasMessageContaining("environment variable TESTUDO_GROUP_" + unknown + ": is unknown; ");
        }
        assertThatThrownBy(() -> ConfigFile.load(file, Map.of(), Map.of(), Map.of("testudo.group.members.id", "x")))
                .hasMessageContaining("system property testudo.group.members.id: is of a list; number its entry");
        assertThatThrownBy(() -> ConfigFile.load(file, Map.of(), Map.of(), Map.of("testudo.group.slef", "x")))
                .hasMessageContaining("system property testudo.group.slef: is unknown; did you mean group.self?");
        assertThatThrownBy(() -> ConfigFile.load(file, Map.of("group.slef", "x"), Map.of(), Map.of()))
                .hasMessageContaining("setting group.slef: is unknown; did you mean group.self?");
    }

    @Test
    void missingAndUnreadableFilesAreNamed() throws IOException {
        Path missing = directory.resolve("missing.yaml");
        Path folder = Files.createDirectory(directory.resolve("folder.yaml"));

        assertThatThrownBy(() -> ConfigFile.load(missing))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining(missing + ": no such file");
        assertThatThrownBy(() -> ConfigFile.load(folder))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining(folder + ": cannot be read");
    }

    @Test
    void hugeAndDeepFilesAreRefused() {
        assertThatThrownBy(() -> load("# " + "x".repeat(FileText.MAX_BYTES))).hasMessageContaining("is larger than");
        assertThatThrownBy(() -> load("group: " + "[".repeat(1_000))).hasMessageContaining("is not valid YAML");
    }

    private GroupConfig load(String content) throws IOException {
        return ConfigFile.load(write(content), Map.of(), Map.of(), Map.of());
    }

    private Path write(String content) throws IOException {
        return Files.writeString(directory.resolve("testudo.yaml"), content);
    }

    private String in(String file) {
        return directory.resolve(file).toAbsolutePath().normalize().toString();
    }
}
