package org.testudo.attackdetector.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.attackdetector.core.Group.ALICE;
import static org.testudo.attackdetector.core.Group.ATTEMPT;
import static org.testudo.attackdetector.core.Group.BOB;
import static org.testudo.attackdetector.core.Group.CAROL;
import static org.testudo.attackdetector.core.Group.FIRST;
import static org.testudo.attackdetector.core.Group.INTRUSION;
import static org.testudo.attackdetector.core.Group.report;
import static org.testudo.attackdetector.core.Group.sensorOf;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Contradiction;
import org.testudo.kernel.command.Evidence;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.notice.Accused;
import org.testudo.kernel.notice.Misbehaved;
import org.testudo.kernel.notice.Quarantined;
import org.testudo.kernel.notice.ReportAnswered;
import org.testudo.kernel.notice.ReportOrdered;
import org.testudo.kernel.notice.SensorReported;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.simulator.Views;

class AttackDetectorCoreTest {
    private static final Origin SENSOR = sensorOf("carol", 100);

    private final List<Notice> notices = new ArrayList<>();
    private AttackDetectorCore core;
    private Duration now = Duration.ZERO;
    private boolean waiting;

    @BeforeEach
    void start() {
        start(Policy.standard(true));
    }

    private void start(Policy policy) {
        core = new AttackDetectorCore(ALICE, policy);
        happens(new Event.Installed<>(FIRST));
    }

    /** AD-5: what becomes of a report is decided in the order, so it is handed down as the sensor signed it. */
    @Test
    void reportOfASensorOnTheMemberThatItWatchesIsAnAccusation() {
        Signed<Request> report = report(SENSOR, 1, "carol", INTRUSION);

        assertThat(tell(report))
                .containsExactly(
                        new Accused(
                                CAROL,
                                "sensor ids-carol: 1:9000101 text (succeeded, actor)",
                                new Payload.Relayed(report)),
                        taken(1));
    }

    /** AB-21: a number that is left out holds back all later ones. */
    @Test
    void reportIsHandedDownWhateverThePolicySays() {
        start(new Policy(true, List.of(), Policy.Effect.IGNORE));

        assertThat(accused(tell(report(SENSOR, 1, "carol", ATTEMPT)))).hasSize(1);
    }

    @Test
    void repetitionIsTakenAndNotHandedDownAgain() {
        tell(report(SENSOR, 1, "carol", INTRUSION));

        assertThat(tell(report(SENSOR, 1, "carol", INTRUSION))).containsExactly(taken(1));
        order(1);
        assertThat(tell(report(SENSOR, 1, "carol", INTRUSION))).containsExactly(taken(1));
    }

    /** AD-5: only the member whose host it watches. */
    @Test
    void reportOnAnotherMemberIsRefusedAndTheSensorSuspected() {
        List<Notice> said = tell(report(SENSOR, 1, "bob", INTRUSION));

        assertThat(said)
                .containsExactly(
                        new SensorSuspected("ids-carol", CAROL, "it reports on bob, which it does not watch"),
                        refused(SENSOR, 1, "it reports on bob, which it does not watch"));
    }

    /** AD-12: names the target's key fingerprint. */
    @Test
    void reportThatNamesAnotherCertificateIsRefused() {
        var old = new Command.Report(CAROL, Group.certificate("old"), Group.SEEN, INTRUSION);

        assertThat(tell(Group.signed(SENSOR, 1, old)))
                .last()
                .isEqualTo(refused(SENSOR, 1, "it names another certificate of carol"));
    }

    @Test
    void onlyReportsAreTakenFromASensor() {
        var accuse = new Command.Accuse(CAROL, 1, "x");

        assertThat(accused(tell(Group.signed(SENSOR, 1, accuse)))).isEmpty();
        assertThat(accused(tell(Group.request(FIRST.life(), SENSOR, 1, new byte[] {9}))))
                .isEmpty();
    }

    /** AD-5, AD-12: an unknown name, a known name with another key, and whoever is no sensor. */
    @Test
    void reportsByNobodyWithTheAuthorityAreRefusedAndSpokenOfOnceAMinute() {
        Origin madeUp = new Origin(new Principal(Principal.Kind.SENSOR, "ids-x"), Group.key("ids-x"), 1);
        Origin otherKey = new Origin(SENSOR.principal(), Group.key("forged"), 1);
        Origin member = Origin.of(BOB, Group.key("bob"), 1);
        Origin client = new Origin(new Principal(Principal.Kind.CLIENT, "ids-carol"), Group.key("ids-carol"), 1);
        String reason = "no sensor of this name and key watches a seat";

        assertThat(tell(report(madeUp, 1, "carol", INTRUSION)))
                .containsExactly(new ReportsRefused(1, madeUp.principal(), reason), refused(madeUp, 1, reason));
        for (Origin each : List.of(otherKey, member, client)) {
            assertThat(tell(report(each, 1, "carol", INTRUSION))).containsExactly(refused(each, 1, reason));
        }
        now = now.plusSeconds(61);
        assertThat(tell(report(madeUp, 2, "carol", INTRUSION)))
                .contains(new ReportsRefused(4, madeUp.principal(), reason));
    }

    @Test
    void reportOfAnotherLifeIsRefused() {
        GroupLife other = new GroupLife(FIRST.life().genesis(), Digest.of(new byte[] {7}));
        byte[] body = report(SENSOR, 1, "carol", INTRUSION).message().body();

        assertThat(accused(tell(Group.request(other, SENSOR, 1, body)))).isEmpty();
    }

    /** AD-5: suspicion of the sensor, never exclusion of the member. */
    @Test
    void gapInTheNumbersCastsDoubtOnTheSensorAndTheReportStillCounts() {
        tell(report(SENSOR, 1, "carol", ATTEMPT));
        List<Notice> said = tell(report(SENSOR, 4, "carol", INTRUSION));

        assertThat(said).first().isEqualTo(new SensorSuspected("ids-carol", CAROL, "numbers before 4 are missing"));
        assertThat(accused(said)).hasSize(1);
        assertThat(accused(tell(report(SENSOR, 3, "carol", ATTEMPT)))).hasSize(1);
        assertThat(accused(tell(report(SENSOR, 2, "carol", ATTEMPT)))).hasSize(1);
        assertThat(accused(tell(report(SENSOR, 2, "carol", ATTEMPT)))).isEmpty();
        assertThat(tell(report(SENSOR, 5, "carol", ATTEMPT))).noneMatch(SensorSuspected.class::isInstance);
    }

    @Test
    void memberThatBeganAfterTheSensorDoesNotMissWhatCameBefore() {
        assertThat(tell(report(SENSOR, 37, "carol", INTRUSION))).noneMatch(SensorSuspected.class::isInstance);
    }

    /** AD-12: boots only grow, the older are dropped. */
    @Test
    void newerBootBeginsAnewAndTheOlderIsRefused() {
        tell(report(SENSOR, 5, "carol", ATTEMPT));
        Origin next = sensorOf("carol", 101);

        assertThat(accused(tell(report(next, 1, "carol", INTRUSION)))).hasSize(1);
        assertThat(tell(report(SENSOR, 6, "carol", INTRUSION)))
                .containsExactly(refused(SENSOR, 6, "the sensor has booted since"));
        assertThat(tell(report(next, 3, "carol", ATTEMPT))).hasAtLeastOneElementOfType(SensorSuspected.class);
    }

    @Test
    void sensorThatSignsTwoReportsUnderOneNumberIsSuspectedAndTheFirstStays() {
        tell(report(SENSOR, 1, "carol", ATTEMPT));

        assertThat(tell(report(SENSOR, 1, "carol", INTRUSION)))
                .containsExactly(
                        new SensorSuspected("ids-carol", CAROL, "it signed two reports under one number"),
                        refused(SENSOR, 1, "it signed two reports under one number"));
    }

    /** AB-31: bounded, and the sensor is told to come later, so nothing is lost. */
    @Test
    void reportsThatWaitForTheirPlaceAreBounded() {
        for (int i = 1; i <= SensorLog.MOST_HELD; i++) tell(report(SENSOR, i, "carol", ATTEMPT));
        Signed<Request> next = report(SENSOR, SensorLog.MOST_HELD + 1, "carol", ATTEMPT);

        assertThat(tell(next))
                .singleElement()
                .matches(it -> it instanceof ReportAnswered answer && !answer.taken() && answer.retry());
        order(1);
        assertThat(accused(tell(next))).hasSize(1);
    }

    /** AB-21: a pool that was full may have room again. */
    @Test
    void reportIsHandedDownAgainUntilItIsInTheOrder() {
        tell(report(SENSOR, 1, "carol", ATTEMPT));
        tell(report(SENSOR, 2, "carol", INTRUSION));

        assertThat(pass(Duration.ofSeconds(1))).isEmpty();
        assertThat(accused(pass(Duration.ofSeconds(2)))).hasSize(2);
        order(1);
        assertThat(accused(pass(Duration.ofSeconds(5)))).hasSize(1);
        assertThat(accused(pass(Duration.ofMinutes(10)))).hasSizeBetween(15, 25);
        order(2);
        assertThat(pass(Duration.ofMinutes(10))).isEmpty();
        assertThat(waiting).as("waits for nothing").isFalse();
    }

    @Test
    void reportThatIsInTheOrderBeforeItComesHereIsTakenAndForgotten() {
        order(1);

        assertThat(tell(report(SENSOR, 1, "carol", INTRUSION))).containsExactly(taken(1));
        assertThat(pass(Duration.ofMinutes(1))).isEmpty();
    }

    /** AD-5: missing signs of life raise suspicion of the sensor; only of one that had given them. */
    @Test
    void sensorThatStopsRepeatingItselfIsSuspectedOnce() {
        tell(report(SENSOR, 1, "carol", ATTEMPT));
        order(1);
        assertThat(pass(Duration.ofMinutes(10))).isEmpty();

        for (int i = 0; i < 5; i++) {
            tell(report(SENSOR, 1, "carol", ATTEMPT));
            assertThat(pass(Duration.ofSeconds(30))).isEmpty();
        }
        assertThat(pass(Duration.ofMinutes(10)))
                .containsExactly(new SensorSuspected("ids-carol", CAROL, "it gives no sign of life any more"));

        tell(report(SENSOR, 1, "carol", ATTEMPT));
        assertThat(pass(Duration.ofMinutes(10))).hasSize(1);
    }

    @Test
    void sensorOfAnExcludedMemberHasNoAuthorityAnyMore() {
        tell(report(SENSOR, 1, "carol", INTRUSION));
        happens(new Event.Installed<>(Views.without(FIRST, CAROL)));

        assertThat(accused(tell(report(SENSOR, 2, "carol", INTRUSION)))).isEmpty();
        assertThat(pass(Duration.ofMinutes(10))).isEmpty();
    }

    @Test
    void viewChangeForgetsNoNumber() {
        tell(report(SENSOR, 1, "carol", ATTEMPT));
        happens(new Event.Installed<>(Views.without(FIRST, BOB)));

        assertThat(tell(report(SENSOR, 1, "carol", ATTEMPT))).containsExactly(taken(1));
    }

    @Test
    void textOfAHostileSensorForgesNoLogLine() {
        Alert hostile = new Alert(
                "suricata",
                "1:1\n2026 ERROR",
                "c",
                "x\" level=ERROR\u001b[2J",
                Alert.Severity.LOW,
                Alert.Outcome.UNKNOWN,
                Alert.Role.UNKNOWN);

        assertThat(accused(tell(report(SENSOR, 1, "carol", hostile))))
                .singleElement()
                .satisfies(it -> assertThat(it.cause())
                        .isEqualTo("sensor ids-carol: 1:1?2026 ERROR x? level=ERROR?[2J (unknown, unknown)"));
    }

    /** AD-7: local and temporary; and only if the group enforces its policy. */
    @Test
    void quarantineIsSaidOnceWhileItLastsAndOnlyIfThePolicyIsEnforced() {
        var rules = List.of(new Policy.Rule(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Policy.Effect.QUARANTINE));
        start(new Policy(true, rules, Policy.Effect.LOG));
        Quarantined expected = new Quarantined(CAROL, "1:9000001", AttackDetectorCore.QUARANTINE);

        assertThat(tell(report(SENSOR, 1, "carol", ATTEMPT))).contains(expected);
        assertThat(tell(report(SENSOR, 2, "carol", ATTEMPT))).doesNotContain(expected);
        assertThat(tell(report(sensorOf("alice", 1), 1, "alice", ATTEMPT))).noneMatch(Quarantined.class::isInstance);
        now = now.plus(AttackDetectorCore.QUARANTINE);
        assertThat(tell(report(SENSOR, 3, "carol", ATTEMPT))).contains(expected);

        start(new Policy(false, rules, Policy.Effect.LOG));
        assertThat(tell(report(SENSOR, 1, "carol", ATTEMPT))).noneMatch(Quarantined.class::isInstance);
    }

    /** AD-10: transferable evidence convicts alone. */
    @Test
    void evidenceIsBroughtOnceForEachStartOfAMember() {
        Evidence evidence = evidence(CAROL, 1, 2);
        byte[] convict = new Command.Convict(CAROL, 1, evidence).encode();

        List<Notice> said = notice(new Misbehaved(CAROL, evidence));
        assertThat(accused(said)).singleElement().satisfies(it -> {
            assertThat(it.member()).isEqualTo(CAROL);
            assertThat(((Payload.Own) it.payload()).kind()).isEqualTo(RequestClass.CONTROL);
            assertThat(((Payload.Own) it.payload()).body()).isEqualTo(convict);
        });
        assertThat(notice(new Misbehaved(CAROL, evidence(CAROL, 3, 4)))).isEmpty();

        happens(new Event.Installed<>(Views.restarted(FIRST, CAROL)));
        assertThat(accused(notice(new Misbehaved(CAROL, evidence)))).hasSize(1);
    }

    @Test
    void whatProvesNothingIsNotBrought() {
        Evidence equal = evidence(CAROL, 1, 1);
        Evidence ofAnother = evidence(BOB, 1, 2);
        Evidence repeatable = new Contradiction(
                statement(CAROL, StatementTypes.COMPLAINT, new byte[] {1}),
                statement(CAROL, StatementTypes.COMPLAINT, new byte[] {2}));
        Evidence tooLong = new Contradiction(
                statement(CAROL, StatementTypes.HEADER, new byte[Evidence.MAX_BODY + 1]),
                statement(CAROL, StatementTypes.HEADER, new byte[] {2}));

        for (Evidence each : List.of(equal, ofAnother, repeatable, tooLong)) {
            assertThat(notice(new Misbehaved(CAROL, each))).isEmpty();
        }
        assertThat(notice(new Misbehaved(ALICE, evidence(ALICE, 1, 2))))
                .as("itself")
                .isEmpty();
        MemberId stranger = new MemberId("mallory");
        assertThat(notice(new Misbehaved(stranger, evidence(stranger, 1, 2)))).isEmpty();
    }

    private static Evidence evidence(MemberId member, int first, int second) {
        return new Contradiction(
                statement(member, StatementTypes.HEADER, new byte[] {(byte) first}),
                statement(member, StatementTypes.HEADER, new byte[] {(byte) second}));
    }

    private static Claim.SignedBy statement(MemberId member, int type, byte[] body) {
        var header = new StatementHeader.ViewBound(FIRST.life(), 0, 0, 1, type);
        return new Claim.SignedBy(Principal.of(member), header, body, Signature.fromBytes(new byte[Signature.LENGTH]));
    }

    private List<Notice> tell(Signed<Request> report) {
        return notice(new SensorReported(report));
    }

    private void order(long number) {
        assertThat(notice(new ReportOrdered(SENSOR, number))).isEmpty();
    }

    private List<Notice> notice(Notice notice) {
        return happens(new Event.Noticed<>(notice));
    }

    /** Lets time pass, with the timer of the core. */
    private List<Notice> pass(Duration time) {
        List<Notice> said = new ArrayList<>();
        Duration end = now.plus(time);
        while (waiting && now.plus(AttackDetectorCore.ROUND_TIME).compareTo(end) <= 0) {
            now = now.plus(AttackDetectorCore.ROUND_TIME);
            waiting = false;
            said.addAll(happens(new Event.TimerFired<>(AttackDetectorCore.ROUND)));
        }
        now = end;
        return said;
    }

    private List<Notice> happens(Event<Void> event) {
        notices.clear();
        for (Action<Void> action : core.on(new Tick(now, Instant.EPOCH), event)) {
            if (action instanceof Action.Announce<Void> it) notices.add(it.notice());
            else if (action instanceof Action.ArmTimer<Void>) waiting = true;
            else throw new AssertionError("an attack detector does not ask for " + action);
        }
        return List.copyOf(notices);
    }

    private static List<Accused> accused(List<Notice> notices) {
        return notices.stream()
                .filter(Accused.class::isInstance)
                .map(Accused.class::cast)
                .toList();
    }

    private static ReportAnswered taken(long number) {
        return new ReportAnswered(SENSOR, number, true, false, "");
    }

    private static ReportAnswered refused(Origin sensor, long number, String reason) {
        return new ReportAnswered(sensor, number, false, false, reason);
    }
}
