package org.testudo.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.cli.kv.KeyValueOperation;
import org.testudo.config.GroupConfig;
import org.testudo.gacp.client.GroupClient;
import org.testudo.gacp.client.ReportClient;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.Revocation;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.Card;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.CrlFile;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.stack.ConfigFile;
import org.testudo.stack.FreePorts;

/**
 * What goes wrong in operation, on a group of real processes: each has an outcome that says what it is, and the group goes on.
 * The page {@code operators.md} lists them.
 */
class OperationsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long MILLIS = PATIENCE.toMillis();
    private static final List<String> OTHERS = List.of("alice", "bob", "carol");

    private static Stage stage;
    private static GroupClient client;
    private static int operations;

    private final List<Processes> foreign = new ArrayList<>();

    @BeforeAll
    static void begin() throws Exception {
        stage = Stage.at(null);
        String settings = "  ordering: {journal: file, journal-path: disk, checkpoint-interval: 50}\n";
        stage.start(
                new Cast(Stage.MEMBERS, List.of("eve"), Stage.MEMBERS, List.of("shop"), Premises.loopback(), settings));
        stage.awaitService();
        client = stage.openClient("shop");
    }

    @AfterAll
    static void end() throws IOException {
        stage.close();
    }

    @AfterEach
    void endForeign() {
        foreign.forEach(Processes::close);
    }

    /** GM-2: both sides say in what they differ; the group does not mind. */
    @Test
    void memberWithAnotherRosterIsRefusedAndBothSidesShowTheDifference() throws Exception {
        inService("dave");
        stage.member("dave").kill();
        Path stale = changed(
                "stale.yaml",
                yaml -> yaml.replaceAll("(?m)^ *standbys:\\n.*id: eve.*\\n", "")
                        .replace("journal: file, journal-path: disk, ", ""));

        Observations told = new Observations();
        Processes.Running dave = start(stale, "dave", List.of(), told);

        String difference = "founded on something else; make the configurations and cards equal: ";
        awaitLog("foreign-dave", difference + "here standbys=[], there standbys=[eve/");
        awaitLog("alice", "'dave': its group is " + difference + "here standbys=[eve/");
        assertThat(told.of("dave", "view")).noneMatch(view -> view.number("id") > 0);
        assertThat(dave.running())
                .as("it waits for the others' configuration to be put right")
                .isTrue();
        serves();
    }

    /** Certificates say who somebody is, not addresses: a neighbour's are refused, and a port is one process's. */
    @Test
    void anotherGroupOnTheSamePortsIsRefusedAndDisturbsNobody() throws Exception {
        try (Stage neighbour = Stage.at(null)) {
            StageFiles files = StageFiles.write(
                    neighbour.directory(),
                    new Cast(Stage.MEMBERS, List.of(), List.of(), List.of("shop"), Premises.loopback(), ""));
            String yaml = Files.readString(files.configuration());
            Matcher ours = address("alice", Files.readString(stage.directory().resolve("testudo.yaml")));
            Matcher theirs = address("alice", yaml);
            Files.writeString(files.configuration(), yaml.replace(theirs.group(1), ours.group(1)));

            Observations told = new Observations();
            Processes.Running alice = start(files.configuration(), "alice", List.of(), told);
            start(files.configuration(), "bob", List.of(), told);

            await().atMost(PATIENCE).until(() -> !alice.running());
            assertThat(log("foreign-alice"))
                    .contains("group.bind: alice at " + ours.group(1) + " cannot be listened on")
                    .contains("stop the process that has the port, or set group.bind");
            awaitLog("foreign-bob", "refused=alice reason=");
            awaitLog("alice", "refused=127.0.0.1 reason=");
        }
        serves();
    }

    /** GM-23: the later start takes the seat; the earlier process says so and ends, and its journal is nobody's any more. */
    @Test
    void memberThatIsStartedTwiceRunsOnce() throws Exception {
        inService("dave");
        long since = System.nanoTime();
        Processes.Running earlier = stage.member("dave");
        Observations told = new Observations();
        List<Integer> ports = FreePorts.find(2);
        List<String> elsewhere = List.of(
                "env",
                "TESTUDO_GROUP_BIND=127.0.0.1:" + ports.get(0),
                "TESTUDO_GROUP_CLIENT_ACCESS_LISTEN=127.0.0.1:" + ports.get(1),
                "TESTUDO_GROUP_ORDERING_JOURNAL_PATH=" + stage.directory().resolve("second-disk"));

        Processes.Running later = start(stage.directory().resolve("testudo.yaml"), "dave", elsewhere, told);

        assertThat(stage.observations()
                        .await(
                                List.of("dave"),
                                event -> event.nanos() > since && event.type().equals("halted"),
                                MILLIS))
                .as(log("dave"))
                .isTrue();
        await().atMost(PATIENCE).until(() -> !earlier.running());
        assertThat(log("dave"))
                .contains("superseded by a later start of this member")
                .contains("only one process may run with its credentials");
        assertThat(told.await(List.of("dave"), view -> active(view, "dave"), MILLIS))
                .as(log("foreign-dave"))
                .isTrue();
        assertThat(later.running()).isTrue();
        assertThat(seen("alice", since, view -> view.text("reason").contains("dave joined (new start)")))
                .isTrue();
        serves();

        later.kill();
        inService("dave"); // as a new start: with the journal of the earlier one it could not
    }

    /** The same folder of the journal: the second does not even begin. */
    @Test
    void secondProcessOnOneJournalIsRefused() throws Exception {
        inService("dave");
        Observations told = new Observations();

        Processes.Running second = start(stage.directory().resolve("testudo.yaml"), "dave", List.of(), told);

        await().atMost(PATIENCE).until(() -> !second.running());
        assertThat(log("foreign-dave")).contains("in use by another process");
        assertThat(stage.member("dave").running()).isTrue();
        serves();
    }

    /** AB-27: it is told, who it is about, and the group goes on; when the clock is right again so is the member. */
    @Test
    void memberWhoseClockIsFarOffIsToldAndTheGroupGoesOn() throws Exception {
        inService("dave");
        stage.member("dave").tell("clock 3600000");

        await().atMost(PATIENCE).until(() -> {
            serves();
            return log("dave").contains("own-clock-off=3");
        });
        assertThat(log("dave")).contains("ms bound=5000ms remedy=\"set the clock of this host");
        for (String each : OTHERS) assertThat(log(each)).doesNotContain("own-clock-off");

        stage.member("dave").tell("clock 0");
        serves();
    }

    /** It is another start when it comes back, and waits for a seat like others. */
    @Test
    void memberThatHasRetiredComesBackAsAStandby() throws Exception {
        inService("dave");
        long since = System.nanoTime();
        stage.startMember("eve");
        assertThat(told("alice", since, "ready", "eve")).as(log("eve")).isTrue();
        stage.member("dave").tell("retire");
        assertThat(seen("alice", since, view -> active(view, "eve"))).isTrue();
        await().atMost(PATIENCE).until(() -> !stage.member("dave").running());

        long again = System.nanoTime();
        stage.startMember("dave");
        assertThat(told("alice", again, "ready", "dave")).as(log("dave")).isTrue();
        serves();

        // And a seat when one falls vacant.
        stage.member("eve").tell("retire");
        assertThat(seen("alice", again, view -> active(view, "dave"))).isTrue();
    }

    /** It has the certificates of all of them to verify, and the state to be given, and then its seat is its own again. */
    @Test
    void memberThatWasAwayForAHundredViewsComesBack() throws Exception {
        inService("dave");
        stage.member("dave").kill();
        long before = lastView("alice");
        try (ReportClient door = ReportClient.forCommands(
                config(), new MemberId("alice"), credentials(Principal.Kind.CLIENT, "shop"), PATIENCE)) {
            for (int number = 1; number <= 100; number++) {
                long since = System.nanoTime();
                assertThat(door.submit(list(number).command()).taken()).isTrue();
                assertThat(seen("alice", since, view -> view.text("reason").contains("alice watched by")))
                        .as("list %s", number)
                        .isTrue();
                if (number % 10 == 0) serves(); // and checkpoints, so that the order of before is forgotten
            }
        }
        assertThat(lastView("alice")).isGreaterThanOrEqualTo(before + 100);

        stage.startMember("dave");

        assertThat(seen("dave", System.nanoTime(), view -> active(view, "dave") && view.number("id") >= before + 100))
                .as(log("dave"))
                .isTrue();
        inService("dave");
        serves();
    }

    /** Each revokes the sensor of alice, or takes that back: a change of the view, and no more. */
    private static CrlFile list(int number) {
        KeyFolder keys = new KeyFolder(stage.directory().resolve("keys"));
        Authority authority =
                keys.authority(Passphrase.fromFile(stage.directory().resolve("passphrase")));
        CrlFile empty = authority.revoke(Optional.empty(), List.of());
        Card card = credentials(Principal.Kind.SENSOR, "suricata-alice").card();
        Revocation sensor = new Revocation(
                card.certificate().getSerialNumber(), Optional.of(new Bearer(card.principal(), card.statementKey())));
        CrlFile former = new CrlFile(new RevocationList(number - 1, List.of()), empty.der());
        return authority.revoke(Optional.of(former), number % 2 == 1 ? List.of(sensor) : List.of());
    }

    private static GroupConfig config() {
        return ConfigFile.load(stage.directory().resolve("testudo.yaml"), Map.of())
                .as("");
    }

    private static Credentials credentials(Principal.Kind kind, String name) {
        return Credentials.load(config(), Path.of(""), new Principal(kind, name));
    }

    private static long lastView(String member) {
        return stage.observations().last(member, "view").orElseThrow().number("id");
    }

    private Processes.Running start(Path configuration, String member, List<String> launcher, Observations told)
            throws IOException {
        Path logs = Files.createDirectories(logs("foreign"));
        Files.deleteIfExists(logs.resolve(member + ".log"));
        Processes processes = new Processes(logs);
        foreign.add(processes);
        return processes.start(
                member, launcher, List.of("up", configuration.toString(), "--self", member, "--events"), told::add);
    }

    /** Dave is there, in whatever way the test before has left him. */
    private static void inService(String member) throws InterruptedException {
        long since = System.nanoTime();
        if (!stage.member(member).running()) stage.startMember(member);
        await().atMost(PATIENCE).until(() -> {
            stage.member(member).tell("status");
            return stage.observations()
                    .await(
                            List.of(member),
                            event -> event.nanos() > since
                                    && event.type().equals("status")
                                    && event.text("state").equals("IN_SERVICE"),
                            500);
        });
    }

    private static void serves() {
        String id = "op" + operations++;
        client.call(new KeyValueOperation.Put(id, "key", id).encode(), PATIENCE);
    }

    private static boolean seen(String witness, long since, Predicate<MemberEvent> view) throws InterruptedException {
        return stage.observations()
                .await(
                        List.of(witness),
                        event -> event.nanos() > since && event.type().equals("view") && view.test(event),
                        MILLIS);
    }

    private static boolean told(String witness, long since, String type, String member) throws InterruptedException {
        return stage.observations()
                .await(
                        List.of(witness),
                        event -> event.nanos() > since
                                && event.type().equals(type)
                                && event.text("member").equals(member),
                        MILLIS);
    }

    private static boolean active(MemberEvent event, String member) {
        return event.type().equals("view") && event.names("members").contains(member);
    }

    private static Matcher address(String member, String yaml) {
        Matcher matcher =
                Pattern.compile("id: " + member + ", address: \"([^\"]+)\"").matcher(yaml);
        assertThat(matcher.find()).isTrue();
        return matcher;
    }

    private static Path changed(String name, java.util.function.UnaryOperator<String> change) throws IOException {
        String before = Files.readString(stage.directory().resolve("testudo.yaml"));
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        return Files.writeString(stage.directory().resolve(name), after);
    }

    private static void awaitLog(String process, String text) {
        await("in the log of " + process + ": " + text)
                .atMost(PATIENCE)
                .until(() -> log(process).contains(text));
    }

    private static Path logs(String folder) {
        return stage.directory().resolve("logs").resolve(folder);
    }

    private static String log(String process) {
        Path file = process.startsWith("foreign-")
                ? logs("foreign").resolve(process.substring("foreign-".length()) + ".log")
                : stage.directory().resolve("logs").resolve(process + ".log");
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
