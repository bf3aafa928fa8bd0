package org.testudo.attackdetector.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Lives;

/** The agent as a whole, with its threads, a real file, and members in memory. */
class SensorAgentTest {
    private static final String COMPROMISED = Lines.resource("suricata-carol-compromised.json");
    private static final String ATTEMPTED = Lines.resource("suricata-carol-attempted.json");

    @TempDir
    Path directory;

    private final Members members = new Members();
    private SensorSettings settings;
    private Path alerts;
    private SensorAgent agent;

    @BeforeEach
    void name() {
        alerts = directory.resolve("eve.json");
        settings = SensorSettings.of(alerts, directory.resolve("carol.position"));
    }

    @AfterEach
    void close() {
        if (agent != null) agent.close();
    }

    /** AD-5: to all members itself, signed and numbered. */
    @Test
    void alertReachesEveryMemberAsASignedReport() throws IOException {
        start();
        append(ATTEMPTED, COMPROMISED);

        for (String member : Members.NAMES) {
            eventually(() -> members.taken(member).equals(List.of("1=1:9000001", "2=1:9000101")));
        }
        Request request = members.requests("alice").get(1);
        assertThat(request.kind()).isEqualTo(RequestClass.CONTROL);
        assertThat(request.origin().principal()).isEqualTo(new Principal(Principal.Kind.SENSOR, "ids-carol"));
        Command.Report report = (Command.Report) request.command(Members.LIFE).orElseThrow();
        assertThat(report.target()).isEqualTo(new MemberId("carol"));
        assertThat(report.fingerprint()).isEqualTo(Members.IDENTITY.fingerprint());
        assertThat(report.observed()).isEqualTo(Instant.parse("2026-11-20T11:06:57.773Z"));
        assertThat(report.alert().outcome()).isEqualTo(Alert.Outcome.SUCCEEDED);
    }

    /** GM-21: before the group has formed there is no life to sign for; the lines wait in the file. */
    @Test
    void whatIsWrittenBeforeTheGroupHasFormedIsReportedThen() throws IOException {
        AtomicReference<Optional<Lives>> life = new AtomicReference<>(Optional.empty());
        Files.writeString(alerts, ATTEMPTED + "\n"); // stands there before the agent comes: not its business
        SensorIdentity identity = Members.identity(new LifeSource() {
            @Override
            public Optional<Lives> lives() {
                return life.get();
            }

            @Override
            public void doubt() {}
        });
        agent = SensorAgent.start(identity, settings, Policy.standard(true), members.sinks(), 2);
        eventually(() -> agent.status().trouble().contains("has not formed"));
        append(COMPROMISED);

        life.set(Optional.of(Members.LIVES));

        eventually(() -> members.taken("alice").equals(List.of("1=1:9000101")));
        eventually(() -> agent.status().trouble().isEmpty());
    }

    @Test
    void deadMemberDelaysNobodyAndGetsWhatItMissed() throws IOException {
        members.answer("dave", ReportSink.Answer.UNREACHABLE);
        start();
        append(ATTEMPTED);
        append(COMPROMISED);
        eventually(() -> members.taken("carol").size() == 2);
        eventually(() -> delivery("dave").failed() >= 2);
        assertThat(members.taken("dave")).isEmpty();

        members.answer("dave", ReportSink.Answer.TAKEN);
        eventually(() -> members.taken("dave").equals(List.of("1=1:9000001", "2=1:9000101")));
    }

    @Test
    void memberThatSaysLaterIsAskedAgain() throws IOException {
        members.answer("bob", ReportSink.Answer.LATER);
        start();
        append(COMPROMISED);
        eventually(() -> delivery("bob").failed() >= 2);

        members.answer("bob", ReportSink.Answer.TAKEN);
        eventually(() -> members.taken("bob").size() == 1);
    }

    @Test
    void sinkThatThrowsIsAMemberThatDoesNotAnswer() throws IOException {
        members.answer("bob", report -> {
            throw new IllegalStateException("broken");
        });
        start();
        append(COMPROMISED);

        eventually(() -> delivery("bob").latest().contains("broken"));
        eventually(() -> members.taken("alice").size() == 1);
    }

    /** The position advances only when a correct member has the report. */
    @Test
    void reportThatTooFewMembersTookIsMadeAgainAfterARestart() throws IOException {
        for (String member : List.of("alice", "bob", "carol")) members.answer(member, ReportSink.Answer.UNREACHABLE);
        start();
        append(COMPROMISED);
        eventually(() -> members.taken("dave").size() == 1);
        agent.close();

        for (String member : Members.NAMES) members.answer(member, ReportSink.Answer.TAKEN);
        start();
        eventually(() -> members.taken("alice").equals(List.of("1=1:9000101")));
        long first = members.requests("dave").get(0).origin().incarnation();
        assertThat(members.requests("alice").get(0).origin().incarnation()).isGreaterThan(first);
    }

    @Test
    void reportThatWasTakenIsNotMadeAgainAfterARestart() throws IOException {
        start();
        append(COMPROMISED);
        eventually(
                () -> members.taken("alice").size() == 1 && members.taken("bob").size() == 1);
        agent.close();
        start();
        append(ATTEMPTED);

        eventually(() -> members.taken("alice").size() == 2);
        assertThat(members.taken("alice")).containsExactly("1=1:9000101", "1=1:9000001");
    }

    /** AD-12: boots only grow, also if the clock was set back. */
    @Test
    void bootIsAboveTheLastOneWhateverTheClockSays() throws IOException {
        long future = System.currentTimeMillis() + 1_000_000_000L;
        new Position(future, 0, List.of()).save(settings.position());
        start();

        assertThat(agent.status().boot()).isEqualTo(future + 1);
        assertThat(Position.load(settings.position()).orElseThrow().boot()).isEqualTo(future + 1);
    }

    /** AB-21: a number that was refused may never be in the order; a new boot does not wait for it. */
    @Test
    void afterAReportThatCorrectMembersRefusedANewBootBegins() throws IOException {
        for (String member : Members.NAMES) members.answer(member, ReportSink.Answer.REFUSED);
        start();
        long boot = agent.status().boot();
        append(ATTEMPTED);
        eventually(() -> agent.status().hopeless() == 1);
        for (String member : Members.NAMES) members.answer(member, ReportSink.Answer.TAKEN);
        append(COMPROMISED);

        eventually(() -> members.taken("alice").equals(List.of("1=1:9000101")));
        assertThat(members.requests("alice").get(0).origin().incarnation()).isGreaterThan(boot);
    }

    /** AD-5: a sign of life. */
    @Test
    void lastReportIsRepeatedWhenNothingElseHappens() throws IOException {
        settings = new SensorSettings(
                alerts,
                settings.position(),
                settings.inspection(),
                false,
                "",
                List.of(),
                1 << 16,
                Duration.ofMillis(10),
                Duration.ofMinutes(1),
                30,
                100,
                Duration.ofMillis(50));
        start();
        append(COMPROMISED);

        eventually(() -> members.taken("alice").size() >= 3);
        assertThat(members.taken("alice")).containsOnly("1=1:9000101");
    }

    /** AD-3, AD-4: counted, kept, never fatal, never silent. */
    @Test
    void whatIsNotReportedIsCounted() throws IOException {
        Policy ignoring = new Policy(
                true,
                List.of(new Policy.Rule(
                        Optional.of("1:9000001"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Policy.Effect.IGNORE)),
                Policy.Effect.LOG);
        settings = settings.watching("carol", List.of());
        start(ignoring);
        append(ATTEMPTED, "garbage", COMPROMISED.substring(0, 300), "x".repeat(300_000));
        append(
                "{\"event_type\":\"stats\"}",
                COMPROMISED,
                COMPROMISED,
                COMPROMISED.replace("\"carol\"", "\"dave\""),
                "");

        eventually(() -> agent.status().lines() == 9);
        eventually(() -> members.taken("alice").size() == 1);
        SensorStatus status = agent.status();
        assertThat(status.ignored()).isEqualTo(1);
        assertThat(status.bad()).isEqualTo(3);
        assertThat(status.badAlerts()).isEqualTo(1);
        assertThat(status.tooLong()).isEqualTo(1);
        assertThat(status.heartbeats()).isEqualTo(1);
        assertThat(status.alerts()).isEqualTo(3);
        assertThat(status.folded()).isEqualTo(1);
        assertThat(status.foreign()).isEqualTo(1);
        assertThat(status.reported()).isEqualTo(1);
        assertThat(Files.readAllLines(settings.inspection()))
                .hasSize(3)
                .first()
                .asString()
                .endsWith("| garbage");
    }

    @Test
    void fileThatIsMissingIsSaidAndWaitedFor() throws IOException {
        start();
        eventually(() -> agent.status().trouble().contains("not there yet"));

        append(COMPROMISED);
        eventually(() -> members.taken("alice").size() == 1);
        eventually(() -> agent.status().trouble().isEmpty());
    }

    @Test
    void errorsSayWhatToDo() throws IOException {
        Files.writeString(settings.position(), "nonsense");
        assertThatThrownBy(this::start).isInstanceOf(TestudoException.class).hasMessageContaining("remove it");

        settings = SensorSettings.of(alerts, directory.resolve("missing").resolve("position"));
        assertThatThrownBy(this::start)
                .isInstanceOf(TestudoException.class)
                .hasMessageContainingAll("missing", "choose another place");

        settings = SensorSettings.of(directory, directory.resolve("position"));
        assertThatThrownBy(this::start)
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("name the alert file");
    }

    private void start() {
        start(Policy.standard(true));
    }

    private void start(Policy policy) {
        agent = SensorAgent.start(Members.IDENTITY, settings, policy, members.sinks(), 2);
        eventually(() -> agent.status().trouble().contains("not there yet") || Files.exists(alerts));
    }

    private SensorStatus.Delivery delivery(String member) {
        return agent.status().members().stream()
                .filter(each -> each.member().equals(member))
                .findFirst()
                .orElseThrow();
    }

    private void append(String... lines) throws IOException {
        Files.write(alerts, List.of(lines), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void eventually(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }
}
