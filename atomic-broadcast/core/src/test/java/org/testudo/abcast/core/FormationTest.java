package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testudo.kernel.notice.Misbehaved;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Digest;

/** GM-21: how founders form a group, one life of it, of starts that are alive. */
class FormationTest extends Founders {
    // Who is there.

    @Test
    void groupIsFormedOfAllFoundersAsSoonAsTheyHaveMet() {
        start(0, 1, 2, 3);

        table.talk(WAIT.dividedBy(2), 0, 1, 2, 3);

        for (int each = 0; each < 4; each++) assertThat(starts(each)).containsExactly(10L, 11L, 12L, 13L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"012", "021", "102", "120", "201", "210", "013", "310", "032", "230", "123", "321", "213"})
    void anyThreeFormAGroupInWhateverOrderTheyStartOnceTheyHaveWaitedForTheFourth(String order) {
        int[] members = order.chars().map(each -> each - '0').toArray();
        for (int i = 0; i < members.length; i++) {
            start(members[i]);
            table.talk(Duration.ofMillis(40), members);
        }
        table.talk(WAIT.minus(Duration.ofMillis(200)), members);
        for (int each : members) assertThat(table.formed(each)).isEmpty();

        table.talk(LONG, members);

        for (int each : members) {
            assertThat(starts(each)).hasSize(4).filteredOn(start -> start == 0).hasSize(1);
            assertThat(table.formed(each)).isEqualTo(table.formed(members[0]));
        }
    }

    @Test
    void twoOfFourFormNothing() {
        start(0, 1);

        table.talk(LONG, 0, 1);

        assertThat(table.formed(0)).isEmpty();
        assertThat(table.deliveries(1)).isEmpty();
    }

    @Test
    void groupThatHasFormedGoesOn() {
        start(0, 1, 2, 3);
        table.talk(WAIT, 0, 1, 2, 3);

        table.submit(2, "hello");
        table.talk(Duration.ofMillis(200), 0, 1, 2, 3);

        assertThat(table.texts(3)).contains("hello");
    }

    // What a member votes for.

    @Test
    void setThatLeavesOutAFreshFounderIsNotVotedForBeforeTheWaitIsOver() {
        othersAndAPlayedLeader();
        table.loseAll();

        proposes(0, 10, 0, form(10, 11, 12, 0), 1);
        table.pass(each -> each.from() == 0);
        assertThat(votes(1)).isEmpty();

        table.wait(WAIT, 1);
        assertThat(votes(1)).isNotEmpty();
    }

    @Test
    void setWithAStartThatIsOverIsNotVotedForBeforeTheWaitIsOver() {
        othersAndAPlayedLeader();
        table.loseAll();

        proposes(0, 10, 0, form(10, 11, 12, 9), 1);
        table.pass(each -> each.from() == 0);

        assertThat(votes(1)).isEmpty();
    }

    /** However long it waits. */
    @Test
    void setWithFewerThanAQuorumOfLiveStartsIsNeverVotedFor() {
        assertThat(votesForAStaleSet(new AbcastRules())).isEmpty();
        assertThat(votesForAStaleSet(new Mutants.StaleSets())).isNotEmpty();
    }

    private List<Prepare> votesForAStaleSet(AbcastRules rules) {
        table = Table.forming(rules, FOUR);
        othersAndAPlayedLeader();
        table.wait(WAIT, 1);
        table.loseAll();
        proposes(0, 10, 0, form(10, 11, 8, 9), 1);
        table.pass(each -> each.from() == 0);
        return votes(1);
    }

    @Test
    void setThatNamesAnotherStartOfTheVotersSeatIsNeverVotedFor() {
        assertThat(votesForAnotherOwnStart(new AbcastRules())).isEmpty();
        assertThat(votesForAnotherOwnStart(new Mutants.AnyOwnStart())).isNotEmpty();
    }

    private List<Prepare> votesForAnotherOwnStart(AbcastRules rules) {
        table = Table.forming(rules, FOUR);
        othersAndAPlayedLeader();
        table.wait(WAIT, 1);
        table.loseAll();
        proposes(0, 10, 0, form(10, 9, 12, 13), 1);
        table.pass(each -> each.from() == 0);
        return votes(1);
    }

    @Test
    void setOfTooFewIsNeverVotedFor() {
        othersAndAPlayedLeader();
        table.wait(WAIT, 1);
        table.loseAll();

        proposes(0, 10, 0, form(10, 11), 1);
        table.pass(each -> each.from() == 0);

        assertThat(votes(1)).isEmpty();
    }

    /** An earlier leader's set, or one made for another epoch, is not what the members now ask for. */
    @Test
    void onlyTheLeadersOwnSetOfThisEpochIsVotedFor() {
        othersAndAPlayedLeader();
        table.wait(WAIT, 1);
        table.loseAll();

        proposes(0, 10, 0, form(10, 11, 12, 13), 2);
        Request of2 = request(2, 12, 0, form(10, 11, 12, 13));
        Request later = request(0, 10, 7, form(10, 11, 12, 13));
        for (Request each : List.of(of2, later)) {
            Value value = new Value(1, 0, table.wallClock(), List.of(each.digest()));
            table.says(each == of2 ? 2 : 0, OwnRequest.of(each, table.lives), 1);
            table.says(0, new Header(0, 0, 1, value.digest()), 1);
            table.says(0, value, 1);
        }
        table.pass(each -> each.to() == 1);

        assertThat(votes(1)).isEmpty();
    }

    /** One that tells each of the others another start of itself spoils its own seat, and the others' time until the wait is over. */
    @Test
    void founderWithAStartForEveryoneDoesNotKeepTheOthersFromForming() {
        assertThat(withATwoFacedFounder(new AbcastRules())).hasSize(1).doesNotContain(List.of());
        assertThat(withATwoFacedFounder(new Mutants.AllMustBeMet())).containsExactly(List.of());
    }

    private List<List<Long>> withATwoFacedFounder(AbcastRules rules) {
        table = Table.forming(rules, FOUR);
        start(1, 2, 3);
        for (int i = 0; i < 50; i++) {
            for (int each = 1; each < 4; each++) meets(0, 20 + each, Digest.ZERO, each);
            table.talk(Duration.ofMillis(100), 1, 2, 3);
            table.pass(each -> each.from() == 0);
        }
        return List.of(starts(1), starts(2), starts(3)).stream().distinct().toList();
    }

    // Restarts.

    /** The set that names its former start is left lying: whoever has heard of the new one votes for a later leader's. */
    @Test
    void founderThatRestartsBetweenAnnouncementAndVoteIsTakenInItsNewStart() {
        start(0, 1, 2, 3);
        table.wait(Duration.ofMillis(60), 0, 1, 2, 3);
        table.pass(each -> each.content() instanceof Announce || each.content() instanceof Met);
        table.wait(Duration.ofMillis(60), 0, 1, 2, 3);
        table.pass(each -> each.content() instanceof Announce || each.content() instanceof Met);
        assertThat(table.underWay(Header.class)).isNotEmpty();

        table.start(3, 99);
        table.wait(Duration.ofMillis(60), 3);
        table.pass(each -> each.content() instanceof Announce || each.content() instanceof Met);
        table.talk(LONG, 0, 1, 2, 3);

        for (int each = 0; each < 4; each++) assertThat(starts(each)).containsExactly(10L, 11L, 12L, 99L);
    }

    @Test
    void leaderThatRestartsAfterItsProposalIsNoTraitor() {
        start(0, 1, 2, 3);
        table.talk(Duration.ofMillis(25), 0, 1, 2, 3);
        table.start(0, 99);

        table.talk(LONG, 0, 1, 2, 3);

        for (int each = 0; each < 4; each++) {
            assertThat(starts(each)).hasSize(4);
            assertThat(table.formed(each)).isEqualTo(table.formed(0));
            assertThat(table.notices(each, Misbehaved.class)).isEmpty();
        }
    }

    /** Two sets, one for each half: at most one is decided, and then another leader's. */
    @Test
    void leaderWithTwoSetsFormsNoTwoGroups() {
        othersAndAPlayedLeader();
        table.wait(WAIT, 1, 2, 3);

        proposes(0, 10, 0, form(10, 11, 12, 0), 1, 2);
        proposes(0, 10, 0, form(10, 0, 12, 13), 3);
        table.talk(LONG, 1, 2, 3);

        assertThat(starts(1)).isNotEmpty().isEqualTo(starts(2)).isEqualTo(starts(3));
        for (int each = 1; each < 4; each++)
            assertThat(table.notices(each, Misbehaved.class)).isEmpty();
    }
}
