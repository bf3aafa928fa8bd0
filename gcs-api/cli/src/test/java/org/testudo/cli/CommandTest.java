package org.testudo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.sicp.credentials.AuthorityCertificate;
import org.testudo.sicp.credentials.CrlFile;
import org.testudo.stack.FreePorts;
import picocli.CommandLine;

/** Bad input is one clear error that names what, where and the remedy, with status 2, and nothing half-started. */
class CommandTest {
    @TempDir
    private Path folder;

    private final StringWriter errors = new StringWriter();
    private Path passphrase;
    private Path keys;

    @BeforeEach
    void writePassphrase() throws IOException {
        passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse\n");
        keys = folder.resolve("keys");
    }

    @Test
    void everyCommandExplainsItself() {
        for (String command : List.of(
                "demo", "keys", "config", "up", "sensor", "put", "get", "status", "revoke", "operate", "view")) {
            assertThat(run(command, "--help")).as(command).isZero();
        }
        assertThat(run("--version")).isZero();
    }

    @Test
    void keysAreMadeAndNeverOverwritten() {
        makeKeys();

        refused(
                "exists",
                "keys",
                "member",
                "--group",
                "payments",
                "--out",
                keys.toString(),
                "--passphrase-file",
                passphrase.toString(),
                "eve",
                "alice");
        assertThat(keys.resolve("eve.p12")).as("nothing is half-done").doesNotExist();
        refused(
                "exists",
                "keys",
                "ca",
                "--group",
                "payments",
                "--out",
                keys.toString(),
                "--passphrase-file",
                passphrase.toString());
        refused(
                "is the CA of group 'payments'",
                "keys",
                "client",
                "--group",
                "other",
                "--out",
                keys.toString(),
                "--passphrase-file",
                passphrase.toString(),
                "till");
    }

    @Test
    void keysAreRenewedRevokedAndIssuedByAnIntermediate() throws IOException {
        makeKeys();
        byte[] before = Files.readAllBytes(keys.resolve("alice.p12"));

        keysDo("intermediate", "office");
        keysDo("member", "--issuer", "office", "erin");
        keysDo("renew", "alice", "bob");
        keysDo("revoke", "alice", "erin");
        keysDo("revoke", "--certificate-only", "bob"); // but not the certificate that it has now

        assertThat(Files.readAllBytes(keys.resolve("alice.p12"))).isNotEqualTo(before);
        assertThat(keys.resolve("alice.2.pem")).exists();
        assertThat(CrlFile.load(
                                keys.resolve("group-ca.crl"),
                                AuthorityCertificate.load(keys.resolve("group-ca.pem")),
                                "crl")
                        .list())
                .satisfies(list -> assertThat(list.number()).isEqualTo(2))
                .satisfies(
                        list -> assertThat(list.entries()).as("alice has two").hasSize(4))
                .satisfies(list -> assertThat(list.bearers()).hasSize(2));
        refused("signs no CRL", arguments("revoke", "--issuer", "office", "dave"));
        refused("dave has no certificate but the one in use", arguments("revoke", "--certificate-only", "dave"));
        refused("zoe.p12 does not exist", arguments("renew", "zoe"));
        refused("zoe.pem does not exist", arguments("revoke", "zoe"));
        refused(
                "in PEM or DER",
                "revoke",
                configuration(List.of("alice", "bob", "carol", "dave")).toString(),
                "--crl",
                keys.resolve("alice.pem").toString(),
                "--client",
                "shop");
    }

    private void keysDo(String... arguments) {
        assertThat(run(arguments(arguments))).as(errors.toString()).isZero();
    }

    private String[] arguments(String... command) {
        List<String> all = new ArrayList<>(List.of("keys", command[0]));
        all.addAll(List.of("--group", "payments", "--out", keys.toString()));
        all.addAll(List.of("--passphrase-file", passphrase.toString()));
        all.addAll(List.of(command).subList(1, command.length));
        return all.toArray(String[]::new);
    }

    @Test
    void missingConfigurationIsNamed() {
        refused("nowhere.yaml", "up", folder.resolve("nowhere.yaml").toString(), "--self", "alice");
    }

    @Test
    void tooFewMembersForTheFaultsToTolerate() throws IOException {
        makeKeys();
        Path config = configuration(List.of("alice", "bob", "carol"));

        refused("tolerating 1 faulty member needs at least 4, found 3", "up", config.toString(), "--self", "alice");
    }

    @Test
    void unknownKeyIsAnError() throws IOException {
        makeKeys();
        Path config = configuration(List.of("alice", "bob", "carol", "dave"));
        Files.writeString(config, Files.readString(config) + "  max-fualty: 1\n");

        refused("max-fualty", "up", config.toString(), "--self", "alice");
    }

    @Test
    void duplicateKeyIsAnError() throws IOException {
        makeKeys();
        Path config = configuration(List.of("alice", "bob", "carol", "dave"));
        Files.writeString(config, Files.readString(config) + "  max-faulty: 1\n");

        refused("max-faulty", "up", config.toString(), "--self", "alice");
    }

    @Test
    void strangerIsNotAMember() throws IOException {
        makeKeys();
        refused(
                "mallory",
                "up",
                configuration(List.of("alice", "bob", "carol", "dave")).toString(),
                "--self",
                "mallory");
    }

    @Test
    void wrongPassPhraseIsSaid() throws IOException {
        makeKeys();
        Files.writeString(passphrase, "wrong\n");

        refused(
                "pass phrase",
                "up",
                configuration(List.of("alice", "bob", "carol", "dave")).toString(),
                "--self",
                "alice");
    }

    @Test
    void missingStoreIsNamed() throws IOException {
        makeKeys();
        Path config = configuration(List.of("alice", "bob", "carol", "dave"));
        Files.delete(keys.resolve("alice.p12"));

        refused("alice.p12", "up", config.toString(), "--self", "alice");
    }

    @Test
    void cardOfAnotherGroupIsRefused() throws IOException {
        makeKeys();
        Path config = configuration(List.of("alice", "bob", "carol", "dave"));
        Path foreign = folder.resolve("foreign");
        run(
                "keys",
                "ca",
                "--group",
                "payments",
                "--out",
                foreign.toString(),
                "--passphrase-file",
                passphrase.toString());
        run(
                "keys",
                "member",
                "--group",
                "payments",
                "--out",
                foreign.toString(),
                "--passphrase-file",
                passphrase.toString(),
                "bob");
        Files.copy(
                foreign.resolve("bob.pem"), keys.resolve("bob.pem"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        refused("bob.pem", "up", config.toString(), "--self", "alice");
    }

    @Test
    void portInUseIsSaid() throws IOException {
        makeKeys();
        Path config = configuration(List.of("alice", "bob", "carol", "dave"));
        int port = Integer.parseInt(
                Files.readString(config).replaceFirst("(?s).*id: alice, address: \"127.0.0.1:([0-9]+)\".*", "$1"));
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            refused(":" + taken.getLocalPort(), "up", config.toString(), "--self", "alice");
            refused(":" + taken.getLocalPort(), "up", config.toString(), "--self", "alice");
        }
    }

    @Test
    void sensorMustBeConfigured() throws IOException {
        makeKeys();
        refused(
                "group.sensors",
                "sensor",
                configuration(List.of("alice", "bob", "carol", "dave")).toString(),
                "--id",
                "suricata-bob",
                "--follow",
                "eve.json");
    }

    @Test
    void unknownScenarioIsRefusedBeforeAnythingStarts() {
        refused("intrusion", "demo", "--scenario", "earthquake");
    }

    private void makeKeys() {
        for (String[] each : new String[][] {
            {"ca"}, {"member", "alice", "bob", "carol", "dave"}, {"sensor", "suricata-carol"}, {"client", "shop"}
        }) {
            keysDo(each);
        }
    }

    private Path configuration(List<String> members) throws IOException {
        StringBuilder yaml = new StringBuilder("group:\n  name: payments\n  max-faulty: 1\n");
        yaml.append(
                "  credentials: {store: keys, trust: keys/group-ca.pem, passphrase-file: passphrase}\n  members:\n");
        for (String member : members) {
            yaml.append("    - {id: " + member + ", address: \"127.0.0.1:" + FreePorts.find()
                    + "\", client-address: \"127.0.0.1:" + FreePorts.find() + "\", key: keys/" + member + ".pem}\n");
        }
        yaml.append("  sensors:\n    - {id: suricata-carol, watches: carol, key: keys/suricata-carol.pem}\n");
        return Files.writeString(folder.resolve("testudo.yaml"), yaml);
    }

    /** The command ends with status 2 and one line of error. */
    private void refused(String part, String... arguments) {
        errors.getBuffer().setLength(0);

        assertThat(run(arguments)).as(errors.toString()).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains(part).doesNotContain("\tat ");
    }

    private int run(String... arguments) {
        return Testudo.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }
}
