package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.testudo.api.FaultModel;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.ViewRecord;

/** GM-21: what is left of former lives and former starts counts for nothing; who comes late learns what was formed. */
class FormationLivesTest extends Founders {
    // Former lives.

    @Test
    void certificateOfAFormerLifeServedByOneWhoSurvivedItIsNotBelieved() {
        assertThat(followsAFormerLife(new AbcastRules())).isFalse();
        assertThat(followsAFormerLife(new Mutants.NoFreshness())).isTrue();
    }

    private boolean followsAFormerLife(AbcastRules rules) {
        table = Table.forming(rules, FOUR);
        start(1, 2);
        Request old = request(0, 5, 0, form(5, 6, 7, 8));
        Value value = new Value(1, 0, table.wallClock(), List.of(old.digest()));
        Header header = new Header(0, 0, 1, value.digest());
        meets(3, 8, value.digest(), 1, 2);
        table.says(3, new Decided(certificate(QuorumCertificate.Kind.COMMITTED, header, 5, 0, 1, 2), value), 1);
        table.says(3, new Body(List.of(table.sign(old))), 1);
        table.passAll();
        return table.formed(1).isPresent();
    }

    /** f+1 vouch: one of them is correct. */
    @Test
    void certificateForWhichTwoLiveMembersVouchIsBelieved() {
        start(1);
        Request old = request(0, 5, 0, form(5, 6, 7, 8));
        Value value = new Value(1, 0, table.wallClock(), List.of(old.digest()));
        Header header = new Header(0, 0, 1, value.digest());
        Decided decided = new Decided(certificate(QuorumCertificate.Kind.COMMITTED, header, 5, 0, 2, 3), value);
        table.says(3, new Body(List.of(table.sign(old))), 1);
        meets(3, 8, value.digest(), 1);
        table.says(3, decided, 1);
        table.passAll();
        assertThat(table.formed(1)).isEmpty();

        meets(2, 7, value.digest(), 1);
        table.says(3, decided, 1);
        table.says(3, new Body(List.of(table.sign(old))), 1);
        table.passAll();

        assertThat(starts(1)).containsExactly(5L, 6L, 7L, 8L);
    }

    /** A vouching that was made to somebody else's start, or to a former one, is no sign of life. */
    @Test
    void whoHasNotMetMyPresentStartIsNotFresh() {
        start(1);
        table.says(2, new Announce(Table.origin(2, 12), keys(2, 12)), 1);
        table.says(2, new Met(12, Digest.ZERO, List.of(new Met.Start(Table.member(1), 9))), 1);
        table.says(3, new Announce(Table.origin(3, 13), keys(3, 13)), 1);
        table.says(3, new Met(13, Digest.ZERO, List.of(new Met.Start(Table.member(0), 11))), 1);
        table.passAll();
        table.wait(WAIT.multipliedBy(2), 1);
        table.passAll();

        assertThat(table.underWay(Header.class)).isEmpty();
        assertThat(table.underWay(OwnRequest.class)).isEmpty();
    }

    /** Else a leader could begin an epoch with what starts said that are over. */
    @Test
    void epochChangeOfAStartThatIsOverCountsForNothingInANewEpoch() {
        assertThat(entersBy(new AbcastRules(), 9)).isFalse();
        assertThat(entersBy(new AbcastRules(), 13)).isTrue();
        assertThat(entersBy(new Mutants.NoFreshness(), 9)).isTrue();
    }

    private boolean entersBy(AbcastRules rules, long incarnationOf3) {
        table = Table.forming(rules, FOUR);
        start(2);
        for (int each : new int[] {0, 1, 3}) meets(each, 10 + each, Digest.ZERO, 2);
        table.passAll();
        NewEpoch begins = new NewEpoch(
                0,
                1,
                List.of(
                        table.sign(0, new EpochChange(0, 1, 10, List.of())),
                        table.sign(1, new EpochChange(0, 1, 11, List.of())),
                        table.sign(3, new EpochChange(0, 1, incarnationOf3, List.of()))));
        table.says(1, begins, 2);
        table.passAll();
        table.loseAll();
        proposes(1, 11, 1, form(10, 11, 12, 13), 2);
        table.pass(each -> each.to() == 2);
        return !votes(2).isEmpty();
    }

    /** Two of three live in a group that they formed; one of them loses its memory, and meets the third. */
    @Test
    void majorityOfTheModelCrashFormsNoGroupThatASecondOneCouldNotKnowOf() {
        assertThat(livesFormedByTwoOfThree(new AbcastRules())).isZero();
        assertThat(livesFormedByTwoOfThree(new Mutants.FormByMajority())).isEqualTo(2);
    }

    private long livesFormedByTwoOfThree(AbcastRules rules) {
        table = Table.forming(rules, Quorum.of(3, FaultModel.CRASH));
        start(0, 2);
        table.talk(LONG, 0, 2);
        table.start(0, 50);
        start(1);
        table.lose(each -> each.from() == 2 || each.to() == 2);
        table.talk(LONG, 0, 1);
        return List.of(table.formed(0), table.formed(1), table.formed(2)).stream()
                .flatMap(Optional::stream)
                .map(ViewRecord::life)
                .distinct()
                .count();
    }

    // Those who come late.

    @Test
    void founderThatComesLateLearnsTheGroupAndSignsNothingInIt() {
        start(0, 1, 2);
        table.talk(LONG, 0, 1, 2);
        table.submit(0, "before");
        table.talk(MEET, 0, 1, 2);

        start(3);
        table.talk(LONG, 0, 1, 2, 3);
        table.submit(1, "after");
        table.talk(MEET, 0, 1, 2, 3);

        assertThat(starts(3)).containsExactly(10L, 11L, 12L, 0L);
        assertThat(table.texts(3)).contains("before", "after");
        assertThat(table.deliveries(3)).isEqualTo(table.deliveries(0));
        signsNothing(3);
    }

    private void signsNothing(int member) {
        assertThat(table.sent(member, Prepare.class)).isZero();
        assertThat(table.sent(member, Commit.class)).isZero();
        assertThat(table.sent(member, Complaint.class)).isZero();
        assertThat(table.sent(member, EpochChange.class)).isZero();
        assertThat(table.sent(member, Header.class)).isZero();
    }

    /** It has lost what it signed, and its seat names a start that is over (GM-23). */
    @Test
    void memberThatRestartsActsNoMoreInTheSeatOfItsFormerStart() {
        start(0, 1, 2, 3);
        table.talk(WAIT, 0, 1, 2, 3);
        table.start(3, 99);
        table.talk(LONG, 0, 1, 2, 3);
        table.loseAll();
        table.submit(0, "more");
        table.pass(each -> each.from() != 3);

        assertThat(starts(3)).isEqualTo(starts(0));
        signsNothing(3);
        assertThat(table.texts(0)).contains("more");
    }

    /** Its seat leads on paper until the others have waited long enough (AB-17). */
    @Test
    void leaderWhoseStartIsOverIsReplaced() {
        start(0, 1, 2, 3);
        table.talk(WAIT, 0, 1, 2, 3);
        table.start(0, 99);
        table.talk(MEET, 0, 1, 2, 3);

        table.submit(1, "on");
        table.talk(LONG, 0, 1, 2, 3);

        for (int each = 0; each < 4; each++) assertThat(table.texts(each)).contains("on");
        assertThat(table.sent(1, EpochChange.class)).isPositive();
        signsNothing(0);
    }

    /** A later start may ask for its seat (GM-3). */
    @Test
    void commandsOfALaterStartAreOrdered() {
        start(0, 1, 2, 3);
        table.talk(WAIT, 0, 1, 2, 3);
        table.start(3, 99);
        table.talk(LONG, 0, 1, 2, 3);

        table.submit(3, RequestClass.CONTROL, "let me in");
        table.talk(MEET, 0, 1, 2, 3);

        assertThat(table.texts(1)).contains("let me in");
    }
}
