package org.testudo.kernel.statement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;

/** HOST-1, AB-29, AD-10: which votes are verified when a quorum is enough. */
class SpareVotesTest {
    private static final int QUORUM = 3;
    private static final MemberId ALICE = new MemberId("alice");
    private static final MemberId BOB = new MemberId("bob");
    private static final MemberId CAROL = new MemberId("carol");
    private static final MemberId DAVE = new MemberId("dave");
    private static final MemberId ERIN = new MemberId("erin");
    private static final Digest ONE = Digest.of(out -> out.writeByte(1));
    private static final Digest OTHER = Digest.of(out -> out.writeByte(2));

    private final SpareVotes<String> votes = new SpareVotes<>(10);

    private static Vote vote(long slot, Digest value) {
        return new Vote(new Vote.Ballot(7, 1, 0, slot), value);
    }

    private void quorumFor(Digest value) {
        for (MemberId each : new MemberId[] {ALICE, BOB, CAROL}) votes.verified(each, vote(1, value));
    }

    private boolean setAside(MemberId member, Vote vote) {
        return votes.setAside(member, vote, QUORUM, member + " for " + vote.value());
    }

    @Test
    void voteIsNeededUntilAQuorumIsVerified() {
        votes.verified(ALICE, vote(1, ONE));
        votes.verified(BOB, vote(1, ONE));
        assertThat(setAside(DAVE, vote(1, ONE))).isFalse();

        votes.verified(CAROL, vote(1, ONE));
        assertThat(setAside(DAVE, vote(1, ONE))).isTrue();
    }

    /** A quorum is one of members, not of copies, and each counts for the value of its first vote alone. */
    @Test
    void memberCountsOnceAndForItsFirstValueAlone() {
        votes.verified(ALICE, vote(1, ONE));
        for (int i = 0; i < 3; i++) votes.verified(BOB, vote(1, ONE));
        votes.verified(CAROL, vote(1, OTHER));
        votes.verified(CAROL, vote(1, ONE));

        assertThat(setAside(DAVE, vote(1, ONE))).isFalse();
    }

    @Test
    void quorumForOneValueSparesNoVoteForAnotherNorInAnotherBallot() {
        quorumFor(ONE);

        assertThat(setAside(DAVE, vote(1, OTHER))).isFalse();
        assertThat(setAside(DAVE, vote(2, ONE))).isFalse();
    }

    /** AB-29: a core that has lost what was verified gets it again. */
    @Test
    void voteThatWasVerifiedAndComesAgainIsVerifiedAgain() {
        quorumFor(ONE);

        assertThat(setAside(ALICE, vote(1, ONE))).isFalse();
    }

    /** AD-10: who votes twice is shown with both votes, in whatever order they come. */
    @Test
    void voteForAnotherValueBringsBackWhatWasSetAside() {
        quorumFor(ONE);
        assertThat(setAside(DAVE, vote(1, ONE))).isTrue();

        assertThat(votes.takeBack(DAVE, vote(1, OTHER).ballot())).contains(DAVE + " for " + ONE);
        assertThat(votes.takeBack(DAVE, vote(1, OTHER).ballot())).isEmpty();
        assertThat(setAside(DAVE, vote(1, ONE))).as("what was taken back").isFalse();
    }

    @Test
    void allThatWasSetAsideOfOneMemberComesBack() {
        quorumFor(ONE);
        for (MemberId each : new MemberId[] {ALICE, BOB, CAROL}) votes.verified(each, vote(2, ONE));
        setAside(DAVE, vote(1, ONE));
        setAside(DAVE, vote(2, ONE));
        setAside(ERIN, vote(2, ONE));

        assertThat(votes.takeBackAll(DAVE)).hasSize(2);
        assertThat(votes.takeBackAll(DAVE)).isEmpty();
        assertThat(votes.takeBackAll(ERIN)).hasSize(1);
    }

    /** AB-31: what is made up by peers makes nothing grow, and displaces what they made up before. */
    @Test
    void whoOpensTooManyBallotsLosesItsOwnOldestAlone() {
        quorumFor(ONE);
        for (int slot = 2; slot <= 12; slot++) votes.verified(DAVE, vote(slot, OTHER));
        for (int slot = 2; slot <= 3; slot++) {
            for (MemberId each : new MemberId[] {BOB, CAROL}) votes.verified(each, vote(slot, OTHER));
        }

        assertThat(setAside(DAVE, vote(1, ONE))).as("opened by alice").isTrue();
        assertThat(setAside(ERIN, vote(2, OTHER))).as("the oldest of dave").isFalse();
        assertThat(setAside(ERIN, vote(3, OTHER))).as("the next").isTrue();
    }

    @Test
    void whatIsForgottenIsNotTakenBack() {
        for (MemberId each : new MemberId[] {DAVE, BOB, CAROL}) votes.verified(each, vote(1, ONE));
        assertThat(setAside(ERIN, vote(1, ONE))).isTrue();
        for (int slot = 2; slot <= 11; slot++) votes.verified(DAVE, vote(slot, OTHER));

        assertThat(votes.takeBack(ERIN, vote(1, ONE).ballot())).isEmpty();
        assertThat(votes.takeBackAll(ERIN)).isEmpty();
    }

    @Test
    void deliveredSlotsAreForgottenAndNotCountedAgain() {
        quorumFor(ONE);
        for (MemberId each : new MemberId[] {ALICE, BOB, CAROL}) votes.verified(each, vote(2, ONE));
        setAside(DAVE, vote(1, ONE));
        setAside(DAVE, vote(2, ONE));

        votes.delivered(1);
        quorumFor(ONE);

        assertThat(setAside(ERIN, vote(1, ONE))).isFalse();
        assertThat(setAside(ERIN, vote(2, ONE))).isTrue();
        assertThat(votes.takeBackAll(DAVE)).hasSize(1);
    }
}
