package org.testudo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.jgroups.JChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.abcast.ABCAST;
import org.testudo.api.Group;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.cli.kv.KeyValueService;
import org.testudo.config.GroupConfig;
import org.testudo.membership.MEMBERSHIP;
import org.testudo.sicp.SICP;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.stack.ConfigFile;
import org.testudo.stack.FreePorts;
import org.testudo.stack.LANES;
import org.testudo.stack.StackAssembly;
import picocli.CommandLine;

/** GM-24, GM-6: operators and a real group, by the commands that they type. */
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
        config = write("testudo.yaml", "");
        Map<String, CompletableFuture<Group>> opening = new LinkedHashMap<>();
        for (String name : NAMES) opening.put(name, CompletableFuture.supplyAsync(() -> open(config, name), threads));
        for (String name : NAMES) members.put(name, opening.get(name).get(SOON.toSeconds(), TimeUnit.SECONDS));
    }

    @AfterEach
    void stop() {
        members.values().forEach(Group::close);
        threads.shutdownNow();
    }

    /** @param ofDave more of dave's entry */
    private Path write(String name, String ofDave) throws IOException {
        StringBuilder text = new StringBuilder("group:\n  name: payments\n  max-faulty: 1\n  members:\n");
        for (int i = 0; i < NAMES.size(); i++) {
            text.append("    - {id: %s, address: \"127.0.0.1:%d\", client-address: \"127.0.0.1:%d\", key: %s%s}\n"
                    .formatted(
                            NAMES.get(i),
                            ports.get(i),
                            ports.get(4 + i),
                            folder.resolve(NAMES.get(i) + ".pem"),
                            NAMES.get(i).equals("dave") ? ofDave : ""));
        }
        text.append("  operators:\n");
        for (String each : List.of("olga", "oscar", "otto"))
            text.append("    - {id: %s, key: %s}\n".formatted(each, folder.resolve(each + ".pem")));
        text.append("  credentials: {store: %s, trust: %s, passphrase-file: %s}\n"
                .formatted(folder, folder.resolve("group-ca.pem"), folder.resolve("secret")));
        return Files.writeString(folder.resolve(name), text);
    }

    private static Group open(Path file, String self) {
        return open(ConfigFile.load(file, Map.of("group.self", self)));
    }

    private static Group open(GroupConfig own) {
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

    private void must(String... arguments) {
        assertThat(run(arguments)).as(printed.toString()).isZero();
    }

    private void awaitOut(boolean out) {
        List<MemberId> excluded = out ? List.of(new MemberId("dave")) : List.of();
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
        awaitOut(true);
        assertThat(members.get("bob").view().reason()).isEqualTo("dave excluded, operators olga, otto, instruction 1");
        assertThat(operate("submit", out, "--client", "shop")).isEqualTo(1);
        assertThat(printed.toString()).contains("it has the number 1, the next instruction has the number 2");
    }

    /** It may be started before its pardon: it is refused until then. Whoever has the former keys is refused for ever. */
    @Test
    void excludedMemberComesBackByItsPardonUnderANewKeyAndItsFormerOneIsRefused() throws Exception {
        tell(folder.resolve("out.instruction"), "--exclude", "dave");
        awaitOut(true);
        members.remove("dave").close();
        Path secret = folder.resolve("secret");
        must(
                "keys",
                "member",
                "--group",
                "payments",
                "--out",
                folder.toString(),
                "--passphrase-file",
                secret.toString(),
                "--file",
                "dave-2",
                "dave");
        Path card = folder.resolve("dave-2.pem");
        String key = printed.toString()
                .lines()
                .filter(it -> it.startsWith("key "))
                .findFirst()
                .orElseThrow();
        GroupConfig since = ConfigFile.load(
                write("since.yaml", ", pardoned: " + card),
                Map.of(
                        "group.self",
                        "dave",
                        "group.credentials.store",
                        folder.resolve("dave-2.p12").toString()));
        CompletableFuture<Group> back = CompletableFuture.supplyAsync(() -> open(since), threads);

        tell(folder.resolve("back.instruction"), "--pardon", card.toString());
        assertThat(operate("show", folder.resolve("back.instruction"))).isZero();
        assertThat(printed.toString()).contains("pardon dave under the " + key);
        members.put("dave", back.get(SOON.toSeconds(), TimeUnit.SECONDS));
        awaitOut(false);
        Awaitility.await()
                .atMost(SOON)
                .until(() -> members.get("bob").view().members().contains(new MemberId("dave")));
        must("put", config.toString(), "--client", "shop", "colour", "red");

        members.remove("dave").close();
        requireRefused(ConfigFile.load(config, Map.of("group.self", "dave")));
        assertThat(operate("submit", folder.resolve("back.instruction"), "--client", "shop"))
                .isEqualTo(1);
        assertThat(printed.toString()).contains("it has the number 2, the next instruction has the number 3");
    }

    /** No member takes a connection of it, so it sees no group. */
    private void requireRefused(GroupConfig former) throws Exception {
        SICP transport = new SICP(former, folder);
        MEMBERSHIP membership = new MEMBERSHIP().setJoinTimeout(3_000);
        try (JChannel channel = new JChannel(transport, new ABCAST(), membership, new LANES())) {
            assertThatThrownBy(() -> channel.connect("payments")).hasStackTraceContaining("is not in service");
            assertThat(transport.refusals())
                    .as("whom it could not reach, and why")
                    .anyMatch(it -> it.contains("certificate"));
        }
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
        assertThat(operate(
                        "prepare", file, "--pardon", folder.resolve("shop.pem").toString(), "--operator", "olga"))
                .isEqualTo(2);
        assertThat(printed.toString()).contains("not of a member in 'payments'");
        assertThat(operate(
                        "prepare", file, "--pardon", folder.resolve("dave.pem").toString(), "--operator", "olga"))
                .isEqualTo(2);
        assertThat(printed.toString()).contains("is not newer than the former card of dave");
        assertThat(operate("prepare", file, "--pin", "dave", "--operator", "olga", "--expires-in", "0"))
                .isEqualTo(2);
        assertThat(printed.toString()).contains("--expires-in 0: give 1 to 10080 minutes");
        assertThat(operate("sign", config, "--operator", "olga")).isEqualTo(2);
        assertThat(printed.toString()).contains("this is no file of an instruction");
        assertThat(operate("sign", file, "--operator", "olga")).isEqualTo(2);
        assertThat(printed.toString()).contains("cannot read");
    }
}
