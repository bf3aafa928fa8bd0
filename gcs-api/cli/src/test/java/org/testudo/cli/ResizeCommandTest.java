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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.Group;
import org.testudo.api.Principal;
import org.testudo.api.Status;
import org.testudo.api.Tolerance;
import org.testudo.cli.kv.KeyValueAnswer;
import org.testudo.cli.kv.KeyValueOperation;
import org.testudo.cli.kv.KeyValueService;
import org.testudo.config.GroupConfig;
import org.testudo.gacp.client.GroupClient;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.stack.ConfigFile;
import org.testudo.stack.FreePorts;
import org.testudo.stack.StackAssembly;
import picocli.CommandLine;

/** GM-3, GM-18: a real group of four is resized to seven and back by the commands that operators type, while a client works on. */
@Timeout(300)
class ResizeCommandTest {
    private static final List<String> FOUNDERS = List.of("alice", "bob", "carol", "dave");
    private static final List<String> STANDBYS = List.of("erin", "frank", "grace");
    private static final List<String> ALL =
            Stream.concat(FOUNDERS.stream(), STANDBYS.stream()).toList();
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int FIRST = 40;
    /** And stays when others go. */
    private static final String KEEPS_A_JOURNAL = "bob";

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, CompletableFuture<Group>> members = new LinkedHashMap<>();
    private final StringWriter printed = new StringWriter();
    private Path config;

    @BeforeEach
    void start() throws Exception {
        KeyFolder keys = new KeyFolder(folder);
        Passphrase secret = Passphrase.of("swordfish".toCharArray());
        Files.writeString(folder.resolve("secret"), "swordfish\n");
        Authority authority = keys.found("payments", secret);
        for (String name : ALL) keys.issue(authority, new Principal(Principal.Kind.MEMBER, name), secret);
        for (String name : List.of("olga", "otto"))
            keys.issue(authority, new Principal(Principal.Kind.OPERATOR, name), secret);
        keys.issue(authority, new Principal(Principal.Kind.CLIENT, "shop"), secret);
        config = write(FreePorts.find(2 * ALL.size()));
        for (String name : FOUNDERS) open(name);
        for (String name : FOUNDERS) member(name);
    }

    @AfterEach
    void stop() {
        for (CompletableFuture<Group> each : members.values()) {
            if (each.isDone() && !each.isCompletedExceptionally()) each.join().close();
        }
        threads.shutdownNow(); // who still waits for a seat is interrupted
    }

    private Path write(List<Integer> ports) throws IOException {
        StringBuilder text = new StringBuilder("group:\n  name: payments\n  max-faulty: 1\n");
        for (String name : ALL) {
            if (name.equals(FOUNDERS.get(0))) text.append("  members:\n");
            if (name.equals(STANDBYS.get(0))) text.append("  standbys:\n");
            int i = ALL.indexOf(name);
            text.append("    - {id: %s, address: \"127.0.0.1:%d\", client-address: \"127.0.0.1:%d\", key: %s}\n"
                    .formatted(name, ports.get(i), ports.get(ALL.size() + i), folder.resolve(name + ".pem")));
        }
        text.append("  operators:\n");
        for (String each : List.of("olga", "otto"))
            text.append("    - {id: %s, key: %s}\n".formatted(each, folder.resolve(each + ".pem")));
        text.append("  ordering: {checkpoint-interval: 5}\n");
        text.append("  credentials: {store: %s, trust: %s, passphrase-file: %s}\n"
                .formatted(folder, folder.resolve("group-ca.pem"), folder.resolve("secret")));
        return Files.writeString(folder.resolve("testudo.yaml"), text);
    }

    /** A standby is open only once it has a seat. */
    private void open(String name) {
        Map<String, String> more = new LinkedHashMap<>(Map.of("group.self", name));
        if (name.equals(KEEPS_A_JOURNAL)) {
            more.put("group.ordering.journal", "file");
            more.put("group.ordering.journal-path", folder.resolve("journals").toString());
        }
        GroupConfig own = ConfigFile.load(config, more);
        members.put(
                name,
                CompletableFuture.supplyAsync(
                        () -> StackAssembly.of(own).with(new KeyValueService()).open(), threads));
    }

    private Group member(String name) throws Exception {
        return members.get(name).get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private int operate(String command, Path file, String... more) {
        List<String> all = new ArrayList<>(List.of("operate", command, config.toString(), file.toString()));
        all.addAll(List.of(more));
        return run(all);
    }

    private int run(List<String> all) {
        printed.getBuffer().setLength(0);
        CommandLine line = Testudo.commandLine();
        line.setOut(new PrintWriter(printed, true));
        line.setErr(new PrintWriter(printed, true));
        return line.execute(all.toArray(String[]::new));
    }

    private void resize(String size) {
        Path file = folder.resolve(size.replace(':', '-') + ".instruction");
        for (List<String> each : List.of(
                List.of("prepare", "--resize", size, "--operator", "olga"),
                List.of("sign", "--operator", "otto"),
                List.of("submit", "--client", "shop"))) {
            String[] more = each.subList(1, each.size()).toArray(String[]::new);
            assertThat(operate(each.get(0), file, more)).as(printed.toString()).isZero();
        }
    }

    private void awaitSize(String name, int seats, int maxFaulty) throws Exception {
        Group member = member(name);
        Awaitility.await(name).atMost(SOON).until(() -> {
            Tolerance tolerance = member.status().tolerance();
            return tolerance.seats() == seats && tolerance.maxFaulty() == maxFaulty && tolerance.left() == maxFaulty;
        });
    }

    @Test
    void fourMembersBecomeSevenAndFourAgainWhileAClientWorksOn() throws Exception {
        GroupConfig outside = ConfigFile.load(config, Map.of()).as("");
        List<String> answered = new ArrayList<>();
        AtomicBoolean going = new AtomicBoolean(true);
        try (GroupClient client = GroupClient.open(outside, Path.of(""), "shop")) {
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> work(client, answered, going), threads);

            resize("7:2");
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> members.get("alice").join().status().tolerance().waiting().stream()
                            .anyMatch(it -> it.startsWith("resize to 7 seats of which 2 may be faulty waits")));
            assertThat(member("alice").view().seats())
                    .as("nobody is there for the new seats")
                    .isEqualTo(4);
            for (String name : STANDBYS) open(name);
            for (String name : ALL) awaitSize(name, 7, 2);
            assertThat(member("grace").view().members()).hasSize(7);

            awaitInspected("a group of 7. With the journals of 5 it goes on by itself");
            // All are named: on a slow machine any of them may rest just then, and would go before the last ones.
            resize("4:1:alice,grace,frank");
            for (String name : List.of("bob", "carol", "dave", "erin")) awaitSize(name, 4, 1);
            assertThat(member("bob").view().reason())
                    .matches(
                            "resized to 4 seats of which 1 may be faulty, without (alice, |grace, |frank, ){2}(alice|grace|frank)"
                                    + " by operators olga, otto, instruction 2");
            assertThat(member("bob").view().excluded()).isEmpty();
            for (String name : List.of("alice", "frank", "grace")) {
                Group gone = member(name);
                Awaitility.await(name).atMost(SOON).until(() -> gone.status().state() == Status.State.HALTED);
            }

            going.set(false);
            load.get(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(answered).hasSizeGreaterThan(FIRST);
            for (String each : answered) assertThat(got(client, each)).isEqualTo("value of " + each);
        }
        member("alice").close();
        open("alice");
        Awaitility.await()
                .atMost(SOON)
                .until(() -> member("bob").view().reason().equals("alice admitted as standby"));
    }

    /** GM-22: how many journals are enough is told by the last view, as soon as a checkpoint in it has brought it to the disk. */
    private void awaitInspected(String enough) {
        String journal = folder.resolve("journals").resolve(KEEPS_A_JOURNAL).toString();
        Awaitility.await(enough)
                .atMost(SOON)
                .until(() -> run(List.of("recover", "inspect", config.toString(), journal)) == 0
                        && printed.toString().contains(enough));
    }

    /** One operation after the other, each with its answer: as long as the group is resized, and so many at least. */
    private static void work(GroupClient client, List<String> answered, AtomicBoolean going) {
        for (int i = 0; going.get() || i <= FIRST; i++) {
            String key = "key" + i;
            client.call(new KeyValueOperation.Put("put" + i, key, "value of " + key).encode(), SOON);
            answered.add(key);
        }
    }

    private static String got(GroupClient client, String key) throws Exception {
        byte[] answer = client.call(new KeyValueOperation.Get("get " + key, key).encode(), SOON);
        return KeyValueAnswer.decode(answer).value().orElse("nothing");
    }

    @Test
    void sizesThatAreNoneAreOneClearError() {
        Path file = folder.resolve("x.instruction");
        Map<String, String> flaws = Map.of(
                "seven", "--resize seven: give SEATS:FAULTY[:NAME,...], such as 7:2 or 7:2:erin,frank,grace",
                "7", "give SEATS:FAULTY",
                "6:2", "tolerating 2 faulty members needs at least 7, found 6",
                "101:2", "a view has at most 100 seats",
                "8:2", "the roster has 7 names for 8 seats",
                "5:1:mallory", "no member 'mallory'",
                "6:1:erin,erin", "erin stands there twice",
                "7:2:erin,", "give SEATS:FAULTY");

        flaws.forEach((size, why) -> {
            assertThat(operate("prepare", file, "--resize", size, "--operator", "olga"))
                    .isEqualTo(2);
            assertThat(printed.toString()).contains(why);
        });
    }
}
