package org.testudo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.Group;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.cli.kv.KeyValueService;
import org.testudo.config.GroupConfig;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.stack.ConfigFile;
import org.testudo.stack.FreePorts;
import org.testudo.stack.StackAssembly;
import picocli.CommandLine;

/** GM-24: operators and a real group, by the commands that they type. */
@Timeout(300)
class OperateCommandTest {
    private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave");
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Group> members = new LinkedHashMap<>();
    private final List<Integer> ports = new ArrayList<>();
    private final StringWriter printed = new StringWriter();
    private KeyFolder keys;
    private Path config;

    @BeforeEach
    void start() throws Exception {
        keys = new KeyFolder(folder);
        Passphrase secret = Passphrase.of("swordfish".toCharArray());
        Files.writeString(folder.resolve("secret"), "swordfish\n");
        Authority authority = keys.found("payments", secret);
        for (String name : NAMES) keys.issue(authority, new Principal(Principal.Kind.MEMBER, name), secret);
        for (String name : List.of("olga", "oscar", "otto", "eve"))
            keys.issue(authority, new Principal(Principal.Kind.OPERATOR, name), secret);
        keys.issue(authority, new Principal(Principal.Kind.CLIENT, "shop"), secret);
        ports.addAll(FreePorts.find(8));
        config = write();
        Map<String, CompletableFuture<Group>> opening = new LinkedHashMap<>();
        for (String name : NAMES) opening.put(name, CompletableFuture.supplyAsync(() -> open(config, name), threads));
        for (String name : NAMES) members.put(name, opening.get(name).get(SOON.toSeconds(), TimeUnit.SECONDS));
    }

    @AfterEach
    void stop() {
        members.values().forEach(Group::close);
        threads.shutdownNow();
    }

    private Path write() throws IOException {
        StringBuilder text = new StringBuilder("group:\n  name: payments\n  max-faulty: 1\n  members:\n");
        for (int i = 0; i < NAMES.size(); i++) {
            text.append("    - {id: %s, address: \"127.0.0.1:%d\", client-address: \"127.0.0.1:%d\", key: %s}\n"
                    .formatted(NAMES.get(i), ports.get(i), ports.get(4 + i), folder.resolve(NAMES.get(i) + ".pem")));
        }
        text.append("  operators:\n");
        for (String each : List.of("olga", "oscar", "otto"))
            text.append("    - {id: %s, key: %s}\n".formatted(each, folder.resolve(each + ".pem")));
        text.append("  credentials: {store: %s, trust: %s, passphrase-file: %s}\n"
                .formatted(folder, folder.resolve("group-ca.pem"), folder.resolve("secret")));
        return Files.writeString(folder.resolve("testudo.yaml"), text);
    }

    private static Group open(Path file, String self) {
        GroupConfig own = ConfigFile.load(file, Map.of("group.self", self));
        return StackAssembly.of(own).with(new KeyValueService()).open();
    }

    private int run(String... arguments) {
        printed.getBuffer().setLength(0);
        CommandLine line = Testudo.commandLine();
        line.setOut(new PrintWriter(printed, true));
        line.setErr(new PrintWriter(printed, true));
        return line.execute(arguments);
    }

    private int operate(String command, Path file, String... more) {
        List<String> all = new ArrayList<>(List.of("operate", command, config.toString(), file.toString()));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    /** Prepared by olga, signed by otto, handed in by the client. */
    private void tell(Path file, String act, String what) {
        assertThat(operate("prepare", file, act, what, "--operator", "olga"))
                .as(printed.toString())
                .isZero();
        assertThat(operate("sign", file, "--operator", "otto"))
                .as(printed.toString())
                .isZero();
        assertThat(operate("submit", file, "--client", "shop"))
                .as(printed.toString())
                .isZero();
    }

    private void awaitOut() {
        List<MemberId> excluded = List.of(new MemberId("dave"));
        for (String name : NAMES.subList(0, 3)) {
            Awaitility.await(name)
                    .atMost(SOON)
                    .until(() -> members.get(name).view().excluded().equals(excluded));
        }
    }

    @Test
    void twoOfThreeOperatorsExcludeAMember() throws IOException {
        Path out = folder.resolve("dave.instruction");

        assertThat(operate("prepare", out, "--exclude", "dave", "--operator", "olga"))
                .isZero();
        assertThat(printed.toString()).contains("instruction 1, exclude dave", "approved by [olga], needed are 2 of 3");
        assertThat(operate("show", out)).isEqualTo(1);
        assertThat(operate("submit", out, "--operator", "olga")).isEqualTo(1);
        assertThat(printed.toString()).contains("alice: approved by [olga], needed are 2 operators");
        assertThat(operate("sign", out, "--operator", "eve")).isEqualTo(2);
        assertThat(printed.toString()).contains("operator:eve is not one of group.operators");
        assertThat(operate("sign", out, "--operator", "otto")).isZero();
        assertThat(operate("show", out)).isZero();
        assertThat(operate("submit", out, "--client", "shop"))
                .as(printed.toString())
                .isZero();
        assertThat(printed.toString()).contains("instruction 1 has had its turn");
        awaitOut();
        assertThat(members.get("bob").view().reason()).isEqualTo("dave excluded, operators olga, otto, instruction 1");
        assertThat(operate("submit", out, "--client", "shop")).isEqualTo(1);
        assertThat(printed.toString()).contains("it has the number 1, the next instruction has the number 2");
    }

    @Test
    void policyAndPinsAreTold() throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.yaml"), "rules: []\notherwise: log\n");

        tell(folder.resolve("policy.instruction"), "--policy", policy.toString());
        tell(folder.resolve("pin.instruction"), "--pin", "carol");
        tell(folder.resolve("unpin.instruction"), "--unpin", "carol");

        Awaitility.await()
                .atMost(SOON)
                .until(() -> members.get("alice")
                        .view()
                        .reason()
                        .equals("carol unpinned by operators olga, otto, instruction 3"));
    }

    /** A member that starts without memory, and is given the state, knows which instructions have had their turn. */
    @Test
    void memberThatStartsAgainKnowsTheNextNumber() throws IOException {
        tell(folder.resolve("pin.instruction"), "--pin", "carol");
        members.remove("dave").close();
        members.put("dave", open(config, "dave"));
        Awaitility.await()
                .atMost(SOON)
                .until(() -> members.get("bob").view().members().contains(new MemberId("dave")));

        Path replayed = folder.resolve("pin.instruction");
        assertThat(operate("submit", replayed, "--client", "shop")).isEqualTo(1);
        assertThat(printed.toString()).contains("dave: it has the number 1, the next instruction has the number 2");
    }

    @Test
    void whatIsNoGoodIsOneClearError() throws IOException {
        Path file = folder.resolve("x.instruction");

        assertThat(operate("prepare", file, "--exclude", "mallory", "--operator", "olga"))
                .isEqualTo(2);
        assertThat(printed.toString()).contains("no member 'mallory'");
        assertThat(operate("prepare", file, "--pin", "dave", "--operator", "olga", "--expires-in", "0"))
                .isEqualTo(2);
        assertThat(printed.toString()).contains("--expires-in 0: give 1 to 10080 minutes");
        assertThat(operate("sign", config, "--operator", "olga")).isEqualTo(2);
        assertThat(printed.toString()).contains("this is no file of an instruction");
        assertThat(operate("sign", file, "--operator", "olga")).isEqualTo(2);
        assertThat(printed.toString()).contains("cannot read");
    }
}
