package org.testudo.membership.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.membership.core.Founders.INTRUSION;
import static org.testudo.membership.core.Founders.NOON;
import static org.testudo.membership.core.Founders.accuse;
import static org.testudo.membership.core.Founders.command;
import static org.testudo.membership.core.Founders.instruct;
import static org.testudo.membership.core.Founders.key;
import static org.testudo.membership.core.Founders.member;
import static org.testudo.membership.core.Founders.names;
import static org.testudo.membership.core.Founders.origin;
import static org.testudo.membership.core.Founders.report;
import static org.testudo.membership.core.Founders.sensor;
import static org.testudo.membership.core.Founders.slot;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.command.Approval;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Instruction;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.notice.InstructionJudged;
import org.testudo.kernel.notice.InstructionsInForce;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Revocation;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;

/** GM-24: what operators tell the group. That their approvals are signed is checked before. */
class InstructionsTest {
    private static final MemberId DAVE = member("dave");
    private static final Act OUT = new Act.Exclude(DAVE);

    private final Founders founders = Founders.sevenWithOperators();
    private final MembershipState state = founders.stateInViewOne();
    private long slot = 1;

    @Test
    void enoughOperatorsExcludeAMember() {
        ViewRecord next = applied(instruct(1, OUT, "olga", "otto")).next().orElseThrow();

        assertThat(names(next)).doesNotContain("dave");
        assertThat(next.reason()).isEqualTo("dave excluded, operators olga, otto, instruction 1");
        assertThat(next.exclusions().get(0).cause()).isEqualTo("operators olga, otto, instruction 1");
    }

    @Test
    void outcomeIsToldAndWhatIsInForceAfterIt() {
        Outcome outcome = applied(instruct(1, OUT, "olga", "otto"));

        InstructionJudged told = judged(outcome);
        assertThat(told.taken()).isTrue();
        assertThat(told.verdict()).isEqualTo("excluded: operators olga, otto, instruction 1");
        assertThat(outcome.inForce())
                .containsExactly(new InstructionsInForce(2, 1, List.of(), Policy.standard(true), List.of()));
    }

    /** Else what was signed and forgotten would wait for whoever holds the file. */
    @Test
    void instructionForMoreThanAWeekHasNoEffect() {
        Instant week = NOON.plus(Duration.ofDays(7));

        Outcome longer = applied(instruct(new Instruction(1, week.plusMillis(1), OUT), "olga", "otto"));
        Outcome longest = applied(instruct(new Instruction(1, week, OUT), "olga", "otto"));

        assertThat(judged(longer).taken()).isFalse();
        assertThat(judged(longer).verdict()).contains("more than 7 days after");
        assertThat(judged(longest).taken()).isTrue();
    }

    @Test
    void excludedMemberIsPinnedNoMore() {
        applied(instruct(1, new Act.Pin(DAVE), "olga", "otto"));

        Outcome outcome = applied(instruct(2, OUT, "olga", "otto"));

        assertThat(outcome.inForce())
                .containsExactly(new InstructionsInForce(3, 2, List.of(), Policy.standard(true), List.of()));
    }

    @Test
    void itDoesNotMatterWhoBringsIt() {
        Command.Operate command = (Command.Operate)
                instruct(1, OUT, "olga", "otto").command(founders.life).orElseThrow();

        assertThat(applied(command(sensor("s-carol", 5), command)).next()).isPresent();
    }

    @Test
    void tooFewOperatorsHaveNoEffectAndUseUpNoNumber() {
        Outcome one = applied(instruct(1, OUT, "olga"));

        assertThat(judged(one).verdict()).isEqualTo("approved by [olga], needed are 2 operators");
        assertThat(one.next()).isEmpty();
        assertThat(one.inForce()).isEmpty();
        assertThat(applied(instruct(1, OUT, "olga", "oscar")).next()).isPresent();
    }

    @Test
    void eachOperatorCountsOnceHoweverOftenItsWordStandsThere() {
        assertThat(judged(applied(instruct(1, OUT, "olga", "olga", "olga"))).taken())
                .isFalse();
    }

    @Test
    void strangerAndOperatorsNameWithAnotherKeyCountForNothing() {
        Approval olga = new Approval("olga", key("olga"), Founders.signature());
        Approval false1 = new Approval("otto", key("forged"), Founders.signature());
        Approval false2 = new Approval("alice", key("alice"), Founders.signature());
        Instruction instruction = new Instruction(1, NOON, OUT);

        Outcome outcome =
                applied(command(origin("alice"), new Command.Operate(instruction, List.of(olga, false1, false2))));

        assertThat(judged(outcome).verdict()).startsWith("approved by [olga]");
        assertThat(outcome.next()).isEmpty();
    }

    @Test
    void revokedOperatorsWordCountsNoMore() {
        Bearer olga = new Bearer(new Principal(Principal.Kind.OPERATOR, "olga"), key("olga"));
        RevocationList list = new RevocationList(1, List.of(new Revocation(BigInteger.TEN, Optional.of(olga))));
        applied(command(origin("alice"), new Command.Revoke(list, new byte[] {1})));

        assertThat(judged(applied(instruct(1, OUT, "olga", "otto"))).verdict())
                .isEqualTo("approved by [otto], needed are 2 operators");
        assertThat(judged(applied(instruct(1, OUT, "oscar", "otto"))).taken()).isTrue();
    }

    @Test
    void whatWasCarriedOutIsNeverCarriedOutAgain() {
        Request pin = instruct(1, new Act.Pin(DAVE), "olga", "otto");
        applied(pin);
        applied(instruct(2, new Act.Unpin(DAVE), "olga", "otto"));

        Outcome again = applied(pin);

        assertThat(judged(again)).isEqualTo(judged(4, "the next instruction has the number 3"));
        assertThat(again.next()).isEmpty();
    }

    @Test
    void instructionOutOfTurnWaitsForNothingAndMayComeAgain() {
        Request second = instruct(2, OUT, "olga", "otto");

        assertThat(judged(applied(second)).taken()).isFalse();
        applied(instruct(1, new Act.Pin(member("carol")), "olga", "otto"));
        assertThat(judged(applied(second)).taken()).isTrue();
    }

    @Test
    void instructionExpiresByAgreedTime() {
        Instant last = NOON.plusSeconds(60);
        Request late = instruct(new Instruction(1, last, OUT), "olga", "otto");

        Outcome expired = state.apply(slot(2, 1, last.plusNanos(1), late));

        assertThat(judged(expired).verdict()).startsWith("it expired at " + last);
        assertThat(expired.next()).isEmpty();
        assertThat(state.apply(slot(3, 1, last, late)).next()).isPresent();
    }

    /** Two that sign different instructions under one number: one of them has an effect. */
    @Test
    void ofTwoUnderOneNumberTheFirstCounts() {
        Request pin = instruct(1, new Act.Pin(DAVE), "oscar", "otto");

        Outcome both = applied(instruct(1, OUT, "olga", "otto"), pin);

        assertThat(judged(both, 0).taken()).isTrue();
        assertThat(judged(both, 1).taken()).isFalse();
        assertThat(state.record().excluded(DAVE)).isTrue();
    }

    /** The floor holds for operators, too (GM-18, GM-19). */
    @Test
    void exclusionWaitsAtTheFloor() {
        applied(instruct(1, OUT, "olga", "otto"));
        applied(instruct(2, new Act.Exclude(member("erin")), "olga", "otto"));

        Outcome third = applied(instruct(3, new Act.Exclude(member("carol")), "olga", "otto"));

        assertThat(names(third.next().orElseThrow())).contains("carol");
        assertThat(judged(third).verdict()).startsWith("stripped, since ");
        assertThat(state.waiting()).containsExactly(member("carol"));
    }

    @Test
    void whoIsNotOnTheRosterIsNeitherExcludedNorPinned() {
        Outcome out = applied(instruct(1, new Act.Exclude(member("mallory")), "olga", "otto"));
        Outcome pin = applied(instruct(2, new Act.Pin(member("mallory")), "olga", "otto"));

        assertThat(judged(out).verdict()).isEqualTo("no effect: mallory is not on the roster");
        assertThat(judged(pin).verdict()).isEqualTo("no effect: mallory is not on the roster");
        assertThat(out.next()).isEmpty();
        assertThat(pin.next()).isEmpty();
    }

    @Test
    void pinnedMemberIsNotExcludedOnASensorsReport() {
        assertThat(applied(instruct(1, new Act.Pin(DAVE), "olga", "otto"))
                        .next()
                        .orElseThrow()
                        .reason())
                .isEqualTo("dave pinned by operators olga, otto, instruction 1");

        Outcome outcome = applied(report(sensor("s-dave", 5), "dave", INTRUSION));

        assertThat(outcome.next()).isEmpty();
        assertThat(outcome.judged().get(0).verdict()).startsWith("pinned by operators; ");
    }

    @Test
    void pinnedMemberIsNotExcludedOnTheWordOfAQuorum() {
        applied(instruct(1, new Act.Pin(DAVE), "olga", "otto"));

        Outcome outcome = applied(
                accuse("alice", "dave"),
                accuse("bob", "dave"),
                accuse("carol", "dave"),
                accuse("erin", "dave"),
                accuse("frank", "dave"));

        assertThat(outcome.next()).isEmpty();
    }

    @Test
    void pinShieldsNotFromEvidenceNorFromOperators() {
        applied(instruct(1, new Act.Pin(DAVE), "olga", "otto"));
        applied(instruct(2, new Act.Pin(member("erin")), "olga", "otto"));

        assertThat(names(applied(founders.convict("alice", "dave", 1)).next().orElseThrow()))
                .doesNotContain("dave");
        Act.Exclude erin = new Act.Exclude(member("erin"));
        assertThat(names(applied(instruct(3, erin, "olga", "otto")).next().orElseThrow()))
                .doesNotContain("erin");
    }

    @Test
    void unpinnedMemberIsExcludedOnAReportAgain() {
        applied(instruct(1, new Act.Pin(DAVE), "olga", "otto"));
        applied(instruct(2, new Act.Unpin(DAVE), "olga", "otto"));

        assertThat(applied(report(sensor("s-dave", 5), "dave", INTRUSION)).next())
                .isPresent();
    }

    @Test
    void pinEndsAnAccusationThatWaitsAndNoConviction() {
        applied(instruct(1, OUT, "olga", "otto"));
        applied(instruct(2, new Act.Exclude(member("erin")), "olga", "otto"));
        applied(report(sensor("s-carol", 5), "carol", INTRUSION));
        applied(report(sensor("s-frank", 5), "frank", INTRUSION));
        applied(founders.convict("alice", "frank", 1));
        assertThat(state.waiting()).containsExactly(member("carol"), member("frank"));

        applied(instruct(3, new Act.Pin(member("carol")), "olga", "otto"));
        applied(instruct(4, new Act.Pin(member("frank")), "olga", "otto"));

        assertThat(state.waiting()).containsExactly(member("frank"));
    }

    /** AD-11: from its position on, and named by the view record. */
    @Test
    void policyTakesThePlaceOfTheOneInForce() {
        Policy observing = Policy.standard(false);
        ViewRecord next = applied(instruct(1, new Act.SetPolicy(observing), "olga", "otto"))
                .next()
                .orElseThrow();

        assertThat(next.reason()).isEqualTo("policy replaced by operators olga, otto, instruction 1");
        assertThat(next.charter().policy()).isEqualTo(Digest.of(observing.encode()));
        assertThat(next.charter().operators())
                .isEqualTo(founders.genesis.firstView().charter().operators());
        assertThat(applied(report(sensor("s-dave", 5), "dave", INTRUSION))
                        .judged()
                        .get(0)
                        .verdict())
                .startsWith("observed only");
        assertThat(judged(applied(instruct(2, new Act.SetPolicy(observing), "olga", "otto")))
                        .verdict())
                .isEqualTo("no effect: it is in force already");
    }

    @Test
    void policyCountsForReportsAfterItInTheSameSlot() {
        Request observe = instruct(1, new Act.SetPolicy(Policy.standard(false)), "olga", "otto");

        Outcome after = applied(observe, report(sensor("s-dave", 5), "dave", INTRUSION));

        assertThat(state.record().excluded(DAVE)).isFalse();
        assertThat(after.judged().get(0).effective()).isFalse();
    }

    @Test
    void memberThatIsGivenTheStateCarriesNothingOutAgain() throws Exception {
        Request pin = instruct(1, new Act.Pin(DAVE), "olga", "otto");
        List<ViewCertificate> passed = new ArrayList<>();
        applied(pin).next().ifPresent(next -> passed.add(new ViewCertificate(next, List.of())));
        applied(instruct(2, new Act.SetPolicy(Policy.standard(false)), "olga", "otto"))
                .next()
                .ifPresent(next -> passed.add(new ViewCertificate(next, List.of())));
        applied(report(sensor("s-dave", 5), "dave", INTRUSION));
        MembershipState given = founders.stateInViewOne();

        given.restore(passed, state.share());

        assertThat(given.share().root()).isEqualTo(state.share().root());
        assertThat(given.inForce(4)).isEqualTo(state.inForce(4));
        Outcome again = given.apply(slot(5, given.record().id(), NOON, pin));
        assertThat(judged(again).taken()).isFalse();
    }

    private Outcome applied(Request... requests) {
        return state.apply(slot(++slot, state.record().id(), NOON, requests));
    }

    private static InstructionJudged judged(Outcome outcome) {
        return judged(outcome, 0);
    }

    private static InstructionJudged judged(Outcome outcome, int index) {
        return outcome.notices().stream()
                .filter(InstructionJudged.class::isInstance)
                .map(InstructionJudged.class::cast)
                .toList()
                .get(index);
    }

    private static InstructionJudged judged(long slot, String verdict) {
        return new InstructionJudged(slot, new Instruction(1, NOON.plusSeconds(60), new Act.Pin(DAVE)), verdict, false);
    }
}
