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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.cli.kv.KeyValueAnswer;
import org.testudo.cli.kv.KeyValueOperation;
import org.testudo.cli.kv.KeyValueService;
import org.testudo.config.GroupConfig;
import org.testudo.gacp.client.ClientListener;
import org.testudo.gacp.client.GroupClient;
import org.testudo.kernel.recovery.RecoveryArchive;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Recovery;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.sicp.credentials.RecoveryFile;
import org.testudo.stack.ConfigFile;
import org.testudo.stack.FreePorts;
import org.testudo.stack.StackAssembly;
import org.testudo.stack.journal.FileJournal;
import org.testudo.stack.journal.JournalEntry;
import org.testudo.stack.journal.JournalOwner;
import org.testudo.stack.journal.SavedJournal;
import picocli.CommandLine;

/** GM-22: a group of four loses three journals, and its operators begin a new life from the fourth, by the commands that they type. */
@Timeout(300)
class RecoverCommandTest {
    private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave");
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Group> members = new LinkedHashMap<>();
    private final List<Integer> ports = new ArrayList<>();
    private final StringWriter printed = new StringWriter();
    private Path config;

    @BeforeEach
    void found() throws Exception {
        KeyFolder keys = new KeyFolder(folder);
        Passphrase secret = Passphrase.of("swordfish".toCharArray());
        Files.writeString(folder.resolve("secret"), "swordfish\n");
        Authority authority = keys.found("payments", secret);
        for (String name : NAMES) keys.issue(authority, new Principal(Principal.Kind.MEMBER, name), secret);
        for (String name : List.of("olga", "oscar", "otto", "eve"))
            keys.issue(authority, new Principal(Principal.Kind.OPERATOR, name), secret);
        keys.issue(authority, new Principal(Principal.Kind.CLIENT, "shop"), secret);
        ports.addAll(FreePorts.find(8));
        config = write("testudo.yaml", "");
    }

    @AfterEach
    void stop() {
        members.values().forEach(Group::close);
        threads.shutdownNow();
    }

    private Path write(String name, String more) throws IOException {
        StringBuilder text = new StringBuilder("group:\n  name: payments\n  max-faulty: 1\n  members:\n");
        for (int i = 0; i < NAMES.size(); i++) {
            text.append("    - {id: %s, address: \"127.0.0.1:%d\", client-address: \"127.0.0.1:%d\", key: %s}\n"
                    .formatted(NAMES.get(i), ports.get(i), ports.get(4 + i), folder.resolve(NAMES.get(i) + ".pem")));
        }
        text.append("  operators:\n");
        for (String each : List.of("olga", "oscar", "otto"))
            text.append("    - {id: %s, key: %s}\n".formatted(each, folder.resolve(each + ".pem")));
        text.append("  ordering: {journal: file, journal-path: %s, checkpoint-interval: 5, formation-wait: 5s}\n"
                .formatted(folder.resolve("journals")));
        text.append("  credentials: {store: %s, trust: %s, passphrase-file: %s}\n%s"
                .formatted(folder, folder.resolve("group-ca.pem"), folder.resolve("secret"), more));
        return Files.writeString(folder.resolve(name), text);
    }

    private static Group open(Path file, String self) {
        GroupConfig own = ConfigFile.load(file, Map.of("group.self", self));
        return StackAssembly.of(own).with(new KeyValueService()).open();
    }

    private void openAll(Path file) throws Exception {
        Map<String, CompletableFuture<Group>> opening = new LinkedHashMap<>();
        for (String name : NAMES) opening.put(name, CompletableFuture.supplyAsync(() -> open(file, name), threads));
        for (String name : NAMES) members.put(name, opening.get(name).get(SOON.toSeconds(), TimeUnit.SECONDS));
    }

    private void closeAll() {
        members.values().forEach(Group::close);
        members.clear();
    }

    private int run(String... arguments) {
        printed.getBuffer().setLength(0);
        CommandLine line = Testudo.commandLine();
        line.setOut(new PrintWriter(printed, true));
        line.setErr(new PrintWriter(printed, true));
        return line.execute(arguments);
    }

    private Path journal(String member) {
        return folder.resolve("journals").resolve(member);
    }

    private void put(Path file, int from, int to) throws Exception {
        try (GroupClient shop = GroupClient.open(ConfigFile.load(file), Path.of(""), "shop")) {
            for (int i = from; i < to; i++)
                shop.call(new KeyValueOperation.Put("id-" + i, "key-" + i, "value-" + i).encode(), SOON);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path each : files.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(each);
        }
    }

    @Test
    void threeJournalsAreLostAndTheFourthIsEnoughToBeginAnew() throws Exception {
        openAll(config);
        put(config, 0, 40);
        Awaitility.await()
                .atMost(SOON)
                .until(() -> run(
                                "recover",
                                "inspect",
                                config.toString(),
                                journal("alice").toString())
                        == 0);
        Path early = asOfNow("early");
        put(config, 40, 60);
        Awaitility.await().atMost(SOON).until(() -> holdsMore(journal("alice"), early));
        closeAll();
        for (String each : NAMES.subList(1, 4)) delete(journal(each));
        Path file = folder.resolve("payments.recovery");

        assertThat(run("recover", "inspect", config.toString(), journal("alice").toString(), folder.toString()))
                .isZero();
        assertThat(printed.toString())
                .contains("alice, state after slot", "there is no journal", "Highest: the state after slot")
                .contains("Looked at 2 journals of a group of 4. With the journals of 3 it goes on by itself");
        assertWhoOwnsAJournalProvesNothing();
        assertThat(recover("prepare", file, "--from", journal("alice").toString(), "--operator", "olga"))
                .as(printed.toString())
                .isZero();
        assertThat(printed.toString())
                .contains("begun by operators from slot", "approved by [olga], needed are 2 of 3");
        assertThat(recover("show", file)).isEqualTo(1);
        assertThat(printed.toString()).contains("members refuse it: it is approved by [olga], needed are 2 of 3");
        assertNobodySignsAnInventedLife(file);
        Path next = write("next.yaml", "  recovery: " + file + "\n");
        assertThatThrownBy(() -> open(next, "bob"))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("group.recovery", "it is approved by [olga], needed are 2 of 3 operators");
        assertThat(recover("sign", file, "--operator", "eve")).isEqualTo(2);
        assertThat(printed.toString()).contains("operator:eve was no operator of the life that ends");
        Path older = assertNobodySignsWhatIsOlder(file, early);
        assertThat(recover(
                        "sign",
                        file,
                        "--operator",
                        "otto",
                        "--against",
                        early.toString(),
                        "--against",
                        older.toString()))
                .as(printed.toString())
                .isZero();
        assertThat(recover("show", file)).isZero();
        assertThatThrownBy(() -> open(next, "alice"))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("this member's journal of the life that group.recovery ends")
                .hasMessageContaining("move it away");
        Files.move(journal("alice"), folder.resolve("alice-before"));

        openAll(next);
        assertGoesOn(next);
        assertRefusesTheFormerLife();
    }

    /** That of a pardoned member names its key beside the genesis; what is in it is verified as everybody's. */
    private void assertWhoOwnsAJournalProvesNothing() throws Exception {
        SavedJournal own = SavedJournal.read(journal("alice"));
        Digest other = Digest.of(out -> out.writeText("genesis and key"));
        Path whole = copy("pardoned", new JournalOwner(other, own.owner().member()), own.entries());
        Path empty = copy("strange", new JournalOwner(other, own.owner().member()), List.of());

        assertThat(run("recover", "inspect", config.toString(), whole.toString()))
                .as(printed.toString())
                .isZero();
        assertThat(printed.toString()).contains("alice, state after slot", "Highest: the state after slot");
        assertThat(run("recover", "inspect", config.toString(), empty.toString()))
                .isEqualTo(1);
        assertThat(printed.toString()).contains("it holds no state", "it is of genesis " + other);
    }

    private Path asOfNow(String name) throws Exception {
        SavedJournal own = SavedJournal.read(journal("alice"));
        return copy(name, own.owner(), own.entries());
    }

    private boolean holdsMore(Path journal, Path early) {
        return run("recover", "inspect", config.toString(), early.toString(), journal.toString()) == 0
                && printed.toString().contains(", in " + journal + ";");
    }

    /** Nor beside what cannot be compared. */
    private Path assertNobodySignsWhatIsOlder(Path file, Path early) throws Exception {
        Path older = folder.resolve("older.recovery");
        assertThat(recover("prepare", older, "--from", early.toString(), "--operator", "olga"))
                .as(printed.toString())
                .isZero();
        byte[] before = Files.readAllBytes(older);

        for (Path each : List.of(journal("alice"), file)) {
            assertThat(recover("sign", older, "--operator", "otto", "--against", each.toString()))
                    .isEqualTo(2);
            assertThat(printed.toString())
                    .contains(older + ": it begins from the state after slot ")
                    .contains(each + " has that after slot ", "nothing was signed");
        }
        for (Path each : List.of(folder, folder.resolve("nowhere"), config)) {
            assertThat(recover("sign", file, "--operator", "otto", "--against", each.toString()))
                    .as(printed.toString())
                    .isEqualTo(2);
        }
        assertThat(Files.readAllBytes(older)).isEqualTo(before);
        return older;
    }

    private Path copy(String name, JournalOwner owner, List<JournalEntry> entries) throws Exception {
        Path copy = folder.resolve(name);
        FileJournal journal = FileJournal.open(copy, owner, () -> 7);
        journal.start(() -> {}, failed -> {});
        CountDownLatch durable = new CountDownLatch(entries.size());
        for (JournalEntry each : entries) journal.append(each, durable::countDown);
        assertThat(durable.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        journal.close();
        return copy;
    }

    /** Anyone can prove a life with members of his own; whose it was, operators know by their configuration. */
    private void assertNobodySignsAnInventedLife(Path file) throws Exception {
        RecoveryArchive archive = RecoveryFile.read(file);
        Genesis known = archive.ended();
        Genesis invented = new Genesis(
                known.group(),
                known.authority(),
                known.quorum(),
                known.members(),
                known.standbys(),
                known.operators(),
                new byte[] {1});
        Recovery it = archive.statement();
        Recovery statement = new Recovery(
                new GroupLife(invented.digest(), it.ended().life()),
                it.view(),
                it.record(),
                it.slot(),
                it.state(),
                it.skipped(),
                it.founding());
        Path forged = folder.resolve("forged.recovery");
        Files.write(
                forged, new RecoveryArchive(invented, archive.chain(), archive.state(), statement, List.of()).encode());
        byte[] before = Files.readAllBytes(forged);

        for (List<String> each : List.of(
                List.of("show", config.toString(), forged.toString()),
                List.of("sign", config.toString(), forged.toString(), "--operator", "otto"))) {
            List<String> all = new ArrayList<>(List.of("recover"));
            all.addAll(each);
            assertThat(run(all.toArray(String[]::new))).isEqualTo(2);
            assertThat(printed.toString())
                    .contains("it ends a life of genesis " + invented.digest())
                    .contains("the configuration describes " + known.digest(), "--ended")
                    .doesNotContain("a new life of group");
        }
        assertThat(Files.readAllBytes(forged)).isEqualTo(before);
        Path other = write("other.yaml", "");
        Files.writeString(other, Files.readString(other).replace("max-faulty: 1", "max-faulty: 0"));
        assertThat(run("recover", "show", config.toString(), file.toString(), "--ended", other.toString()))
                .isEqualTo(2);
        assertThat(run("recover", "show", other.toString(), file.toString(), "--ended", config.toString()))
                .isEqualTo(1);
        assertThat(printed.toString()).contains("members refuse it: operators have approved another roster, policy");
    }

    private int recover(String command, Path file, String... more) {
        List<String> all = new ArrayList<>(List.of("recover", command, config.toString(), file.toString()));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    private void assertGoesOn(Path next) throws Exception {
        List<Recovery> told = new ArrayList<>();
        ClientListener listener = new ClientListener() {
            @Override
            public void onRecovered(Recovery statement) {
                told.add(statement);
            }
        };
        try (GroupClient shop = GroupClient.open(ConfigFile.load(next), Path.of(""), "shop", listener)) {
            assertThat(get(shop, "key-0")).contains("value-0");
            assertThat(get(shop, "key-20")).contains("value-20");
            shop.call(new KeyValueOperation.Put("again", "key-0", "in the new life").encode(), SOON);
            assertThat(get(shop, "key-0")).contains("in the new life");
        }
        assertThat(told).singleElement().satisfies(it -> assertThat(it.slot()).isGreaterThan(20));
        for (Group each : members.values()) {
            assertThat(each.status().recovered().orElseThrow()).contains("begun by operators from slot");
            assertThat(each.view().reason()).isNotEmpty();
        }
    }

    private static Optional<String> get(GroupClient shop, String key) throws Exception {
        byte[] answer = shop.call(new KeyValueOperation.Get("get-" + key + System.nanoTime(), key).encode(), SOON);
        return KeyValueAnswer.decode(answer).value();
    }

    /** A client that was not told finds nobody, and whoever looks learns why. */
    private void assertRefusesTheFormerLife() {
        try (GroupClient shop = GroupClient.open(ConfigFile.load(config), Path.of(""), "shop")) {
            assertThatThrownBy(() -> shop.call(new byte[1], Duration.ofSeconds(8)))
                    .isInstanceOf(TestudoException.class)
                    .hasMessageContaining("this life was begun by operators from slot");
        }
    }
}
