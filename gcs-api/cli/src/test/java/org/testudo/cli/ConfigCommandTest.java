package org.testudo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jgroups.JChannel;
import org.jgroups.conf.ConfiguratorFactory;
import org.jgroups.conf.ProtocolConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.Principal;
import org.testudo.config.GroupConfig;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.stack.ConfigFile;
import org.testudo.stack.StackAssembly;
import picocli.CommandLine;

/** A configuration is checked with all that it names before anything starts. */
class ConfigCommandTest {
    private static final List<String> MEMBERS = List.of("alice", "bob", "carol", "dave");
    private static final String SECRET = "correct horse";

    @TempDir
    private Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();
    private KeyFolder keys;

    @BeforeEach
    void makeKeys() throws IOException {
        keys = new KeyFolder(Files.createDirectory(folder.resolve("keys")));
        Passphrase passphrase = Passphrase.fromFile(Files.writeString(folder.resolve("passphrase"), SECRET + "\n"));
        Authority authority = keys.found("payments", passphrase);
        for (String each : MEMBERS) keys.issue(authority, new Principal(Principal.Kind.MEMBER, each), passphrase);
        keys.issue(authority, new Principal(Principal.Kind.SENSOR, "suricata-carol"), passphrase);
        keys.issue(authority, new Principal(Principal.Kind.OPERATOR, "olga"), passphrase);
        Files.writeString(folder.resolve("policy.yaml"), "rules: []\notherwise: log\n");
    }

    @Test
    void goodConfigurationIsSummedUp() throws IOException {
        Path file = yaml();

        assertThat(run("config", "check", file.toString(), "--self", "alice")).isZero();

        assertThat(output.toString())
                .startsWith(file + " is good\n")
                .containsSubsequence(
                        "group      payments\n",
                        "tolerates  f=1 byzantine of n=4, quorum Q=3\n",
                        "member     alice at 10.0.0.1:17800, for clients at 10.0.0.1:17900\n",
                        "member     dave at 10.0.0.4:17800\n",
                        "sensor     suricata-carol watches carol\n",
                        "operator   olga\n",
                        "ordering   abcast\n",
                        "policy     " + folder.resolve("policy.yaml") + ", enforced\n",
                        "genesis    ",
                        "self       alice, its credentials are good\n",
                        "listens    to members on 0.0.0.0:7800\n",
                        "listens    to clients and sensors on [::]:7900\n");
    }

    /** AB-3: whoever chooses it is told what it does not protect from. */
    @Test
    void theModelCrashIsSummedUpWithAWarning() throws IOException {
        Path file = yaml();
        Files.writeString(file, Files.readString(file).replace("name: payments", "name: payments\n  model: crash"));

        assertThat(run("config", "check", file.toString())).isZero();

        assertThat(output.toString())
                .containsSubsequence(
                        "tolerates  f=1 crash of n=4, quorum Q=3\n",
                        "beware     model crash: a member that lies, or is in an attacker's hands, breaks the group\n");
    }

    @Test
    void everyFormatIsSummedUpAlikeForScripts() throws IOException {
        List<JsonNode> summaries = List.of(summary(yaml()), summary(properties()), summary(xml()));

        JsonNode first = summaries.get(0);
        assertThat(summaries).allMatch(first::equals);
        assertThat(first.get("valid").asBoolean()).isTrue();
        assertThat(List.of(first.get("n"), first.get("f"), first.get("q"))).hasToString("[4, 1, 3]");
        assertThat(first.get("members").get(0))
                .hasToString("{\"id\":\"alice\",\"address\":\"10.0.0.1:17800\",\"clientAddress\":\"10.0.0.1:17900\"}");
        assertThat(first.get("listen").asText()).isEqualTo("0.0.0.0:7800");
        assertThat(first.get("clientListen").asText()).isEqualTo("[::]:7900");
        assertThat(first.get("genesis").asText()).matches("[0-9a-f]{64}");
        assertThat(first.get("self").asText()).isEqualTo("alice");
    }

    private JsonNode summary(Path file) throws IOException {
        assertThat(run("config", "check", file.toString(), "--self=alice", "--json"))
                .as(errors.toString())
                .isZero();
        JsonNode summary = new ObjectMapper().readTree(output.toString());
        assertThat(((com.fasterxml.jackson.databind.node.ObjectNode) summary)
                        .remove("file")
                        .asText())
                .isEqualTo(file.toString());
        return summary;
    }

    @Test
    void clientsAndSensorsCheckWhatIsPublic() throws IOException {
        Path file = yaml();
        Files.delete(folder.resolve("passphrase"));
        for (String each : MEMBERS) Files.delete(keys.store(each));

        assertThat(run("config", "check", file.toString())).isZero();

        assertThat(output.toString())
                .contains("self       no member, as for a client or sensor")
                .doesNotContain("listens");
    }

    @Test
    void systemPropertyStandsBeforeTheFile() throws IOException {
        Path file = yaml();
        System.setProperty("testudo.group.bind", "[::1]:7777");
        try {
            assertThat(run("config", "check", file.toString(), "--self", "alice"))
                    .isZero();
        } finally {
            System.clearProperty("testudo.group.bind");
        }

        assertThat(output.toString()).contains("listens    to members on [::1]:7777\n");
    }

    @Test
    void whatTheConfigurationNamesIsReadToo() throws IOException {
        Path file = yaml();

        Files.writeString(folder.resolve("policy.yaml"), "otherwise: exclude\n");
        refused(file, "policy.yaml");
        Files.delete(folder.resolve("policy.yaml"));
        refused(file, "policy.yaml: no such file");
        Files.writeString(folder.resolve("policy.yaml"), "rules: []\notherwise: log\n");
        Files.writeString(folder.resolve("passphrase"), "wrong\n");
        refused(file, "pass phrase");
        Files.writeString(folder.resolve("passphrase"), SECRET + "\n");
        Files.copy(keys.store("bob"), keys.store("alice"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        refused(file, "it is of member:bob, not of member:alice");
        Files.delete(keys.store("alice"));
        refused(file, "alice.p12");
        Files.delete(keys.card("olga"));
        refused(file, "olga.pem");
        Files.delete(keys.card("dave"));
        refused(file, "dave.pem");
        Files.delete(keys.authorityCertificate());
        refused(file, "group-ca.pem");
    }

    @Test
    void stackOfJGroupsIsNoConfigurationAndTheOtherWayRound() throws IOException {
        Path stack = Files.writeString(folder.resolve("stack.xml"), "<config><TCP/></config>");

        refused(stack, "is a JGroups stack, since its root element is 'config'");
        assertThatThrownBy(() -> new JChannel(xml().toString()).close())
                .hasMessageContaining("does not start with a <config> element");
    }

    @Test
    void commandWithoutATaskSaysWhichThereAre() throws IOException {
        assertThat(run("config")).isEqualTo(2);
        assertThat(run("config", yaml().toString())).isEqualTo(2);
        assertThat(errors.toString()).contains("write 'config check CONFIG' or 'config --as-xml CONFIG'");
        assertThat(run("config", "check")).isEqualTo(2);
        assertThat(run("config", "--as-xml")).isEqualTo(2);
        assertThat(run("config", "--as-xml", yaml().toString())).isEqualTo(2);
        assertThat(errors.toString()).contains("group.self: is empty; name which of group.members this process is");
    }

    @Test
    void printedStackIsTheOneOfTheConfigurationAndHoldsNoSecret() throws Exception {
        assertThat(run("config", "--as-xml", yaml().toString(), "--self", "alice"))
                .isZero();

        Path printed = Files.writeString(folder.resolve("stack.xml"), output.toString());
        List<ProtocolConfiguration> read =
                ConfiguratorFactory.getStackConfigurator(printed.toFile()).getProtocolStack();
        GroupConfig config = ConfigFile.load(yaml(), Map.of("group.self", "alice"));
        assertThat(read)
                .extracting(each -> each.getProtocolName().replaceAll(".*\\.", ""))
                .isEqualTo(StackAssembly.layers(config));
        assertThat(read.get(3).getProperties()).containsEntry("window", "32").containsEntry("timeout", "500");
        assertThat(read.get(5).getProperties()).containsEntry("listen", "[::]:7900");
        assertThat(output.toString()).doesNotContain(SECRET);
    }

    private void refused(Path file, String part) throws IOException {
        assertThat(run("config", "check", file.toString(), "--self", "alice", "--json"))
                .as(part)
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).startsWith("testudo: ").contains(part).doesNotContain("\tat ");
        JsonNode summary = new ObjectMapper().readTree(output.toString());
        assertThat(summary.get("valid").asBoolean()).isFalse();
        assertThat(errors.toString()).contains(summary.get("error").asText());
    }

    private int run(String... arguments) {
        output.getBuffer().setLength(0);
        errors.getBuffer().setLength(0);
        return Testudo.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }

    private Path yaml() throws IOException {
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < MEMBERS.size(); i++) {
            members.append("    - {id: " + MEMBERS.get(i) + ", address: \"10.0.0." + (i + 1) + ":17800\", "
                    + (i == 0 ? "client-address: \"10.0.0.1:17900\", " : "") + "key: keys/" + MEMBERS.get(i)
                    + ".pem}\n");
        }
        return Files.writeString(folder.resolve("testudo.yaml"), """
                group:
                  name: payments
                  bind: "0.0.0.0:7800"
                  credentials: {store: keys, trust: keys/group-ca.pem, passphrase-file: passphrase}
                  ordering: {window: 32}
                  attack-detector: {enforce: true, policy: policy.yaml}
                  sensors: [{id: suricata-carol, watches: carol, key: keys/suricata-carol.pem}]
                  operators: [{id: olga, key: keys/olga.pem}]
                  client-access: {listen: "[::]:7900"}
                  members:
                """ + members);
    }

    private Path properties() throws IOException {
        StringBuilder text = new StringBuilder("""
                group.name = payments
                group.bind = 0.0.0.0:7800
                group.credentials.store = keys
                group.credentials.trust = keys/group-ca.pem
                group.credentials.passphrase-file = passphrase
                group.ordering.window = 32
                group.attack-detector.enforce = true
                group.attack-detector.policy = policy.yaml
                group.sensors[0].id = suricata-carol
                group.sensors[0].watches = carol
                group.sensors[0].key = keys/suricata-carol.pem
                group.operators[0].id = olga
                group.operators[0].key = keys/olga.pem
                group.client-access.listen = [::]:7900
                group.members[0].client-address = 10.0.0.1:17900
                """);
        for (int i = 0; i < MEMBERS.size(); i++) {
            String entry = "group.members[" + i + "].";
            text.append(entry + "id = " + MEMBERS.get(i) + "\n");
            text.append(entry + "address = 10.0.0." + (i + 1) + ":17800\n");
            text.append(entry + "key = keys/" + MEMBERS.get(i) + ".pem\n");
        }
        return Files.writeString(folder.resolve("testudo.properties"), text);
    }

    private Path xml() throws IOException {
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < MEMBERS.size(); i++) {
            members.append("<members id='" + MEMBERS.get(i) + "' address='10.0.0." + (i + 1) + ":17800' "
                    + (i == 0 ? "client-address='10.0.0.1:17900' " : "") + "key='keys/" + MEMBERS.get(i) + ".pem'/>\n");
        }
        return Files.writeString(folder.resolve("testudo.xml"), """
                <testudo>
                  <group name="payments">
                    <bind>0.0.0.0:7800</bind>
                    <credentials store="keys" trust="keys/group-ca.pem" passphrase-file="passphrase"/>
                    <ordering window="32"/>
                    <attack-detector enforce="true" policy="policy.yaml"/>
                    <sensors id="suricata-carol" watches="carol" key="keys/suricata-carol.pem"/>
                    <operators id="olga" key="keys/olga.pem"/>
                    <client-access listen="[::]:7900"/>
                """ + members + "</group></testudo>");
    }
}
