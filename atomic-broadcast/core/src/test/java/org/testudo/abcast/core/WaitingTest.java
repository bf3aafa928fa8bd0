package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.notice.Restored;
import org.testudo.kernel.notice.RoundTripMeasured;
import org.testudo.kernel.notice.Suspected;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.view.Quorum;

/** Waiting follows the round trip to a quorum, whatever one member of four does with its own (AB-4, AB-20, AB-29). */
class WaitingTest {
    private Table table = new Table();

    private void with(AbcastRules rules) {
        table = new Table(AbcastSimulations.settings(), rules);
    }

    /** What m2 has measured of m0, m1 and m3. */
    private void measured(long m0, long m1, long m3) {
        measured(0, m0);
        measured(1, m1);
        measured(3, m3);
    }

    private void measured(int member, long millis) {
        table.happens(2, new Event.Noticed<>(new RoundTripMeasured(Table.member(member), Duration.ofMillis(millis))));
    }

    private void heldByOthers(RequestClass kind) {
        table.submit(1, kind, "request");
        table.pass(each -> each.content() instanceof OwnRequest && each.to() != 0);
        table.loseAll();
    }

    /** When m2 complains of a leader that has nothing to say, in milliseconds. */
    private long complainsAfter(RequestClass kind) {
        heldByOthers(kind);
        for (long waited = 0; waited < 20_000; waited += 5) {
            if (!table.from(2, Complaint.class).isEmpty()) return waited;
            table.wait(Duration.ofMillis(5), 2);
        }
        throw new AssertionError("no complaint");
    }

    @Test
    void leaderIsGivenFourRoundTripsMore() {
        measured(100, 100, 100);
        assertThat(complainsAfter(RequestClass.APPLICATION)).isBetween(500L, 525L);
    }

    @Test
    void whereNothingIsMeasuredAndInALocalNetworkItIsTheTimeConfigured() {
        assertThat(complainsAfter(RequestClass.APPLICATION)).isBetween(100L, 125L);
        with(new AbcastRules());
        measured(1, 1, 1);
        assertThat(complainsAfter(RequestClass.APPLICATION)).isBetween(100L, 130L);
    }

    @Test
    void commandIsGivenTwoSlotsMore() {
        measured(100, 100, 100);
        assertThat(complainsAfter(RequestClass.CONTROL)).isBetween(360L, 385L);
    }

    /** Else a dead friend of it would lead for as long as it likes. */
    @Test
    void memberThatAnswersLateStretchesNothing() {
        measured(1, 1, 60_000);
        assertThat(complainsAfter(RequestClass.APPLICATION)).isBetween(100L, 130L);
    }

    /** Else it would have far leaders deposed one after the other. */
    @Test
    void memberThatAnswersBeforeItIsAskedShortensNothing() {
        measured(100, 0, 100);
        assertThat(complainsAfter(RequestClass.APPLICATION)).isBetween(500L, 525L);
    }

    @Test
    void slowestWinsIsCaught() {
        with(new Mutants.SlowestRoundTrip());
        measured(1, 1, 60_000);
        assertThat(complainsAfter(RequestClass.APPLICATION)).isGreaterThan(130);
    }

    @Test
    void fastestWinsIsCaught() {
        with(new Mutants.FastestRoundTrip());
        measured(100, 0, 100);
        assertThat(complainsAfter(RequestClass.APPLICATION)).isLessThan(500);
    }

    @Test
    void noRoundTripIsBelievedToBeLongerThanTheLongest() {
        measured(60_000, 60_000, 60_000);
        long most = 100 + 4 * AbcastSettings.LONGEST_ROUND_TRIP.toMillis();
        assertThat(complainsAfter(RequestClass.APPLICATION)).isBetween(most, most + 30);
    }

    @Test
    void whoHoldsNoSeatDoesNotCount() {
        measured(0, 1);
        measured(7, 60_000);
        measured(8, 60_000);
        assertThat(complainsAfter(RequestClass.APPLICATION)).isBetween(100L, 130L);
    }

    /** A leader that makes each slot slow is not given more time for commands than twice the time configured. */
    @Test
    void slowSlotsStretchTheWaitForCommandsOnlySoFar() {
        for (int i = 0; i < 40; i++) {
            table.submit(1, "request " + i);
            table.pass(each -> each.content() instanceof OwnRequest);
            table.pass(each -> each.content() instanceof Header);
            table.wait(Duration.ofMillis(90));
            table.passAll();
        }
        assertThat(table.texts(2)).hasSize(40);
        assertThat(complainsAfter(RequestClass.CONTROL)).isBetween(180L, 205L);
    }

    /** The wait for NEW-EPOCH, doubled once for the leader that failed. */
    @Test
    void nextLeaderIsGivenFourRoundTripsMoreToo() {
        measured(100, 100, 100);
        table.says(1, new Complaint(0, 0), 2);
        table.says(3, new Complaint(0, 0), 2);
        table.says(1, new EpochChange(0, 1, List.of()), 2);
        table.says(3, new EpochChange(0, 1, List.of()), 2);
        table.passAll();

        table.wait(Duration.ofMillis(990), 2);
        assertThat(table.from(2, EpochChange.class)).allMatch(each -> each.epoch() == 1);
        table.wait(Duration.ofMillis(20), 2);
        assertThat(table.from(2, EpochChange.class)).anyMatch(each -> each.epoch() == 2);
    }

    private void awaitsM1() {
        measured(100, 100, 100);
        table.says(0, new Complaint(0, 0), 2);
        table.says(3, new Complaint(0, 0), 2);
        table.says(0, new EpochChange(0, 1, List.of()), 2);
        table.says(3, new EpochChange(0, 1, List.of()), 2);
        table.passAll();
    }

    private void suspects(int member) {
        table.happens(2, new Event.Noticed<>(new Suspected(Table.member(member), "silent", Duration.ofSeconds(1))));
    }

    private boolean passesOver() {
        return table.from(2, EpochChange.class).stream().anyMatch(each -> each.epoch() == 2);
    }

    /** Back-off is for leaders that are slow: of this one nothing is heard. */
    @Test
    void nextLeaderOfWhomNothingIsHeardIsPassedOverAfterARoundTrip() {
        suspects(1);
        awaitsM1();

        table.wait(Duration.ofMillis(110), 2);
        assertThat(passesOver()).isFalse();
        table.wait(Duration.ofMillis(20), 2);
        assertThat(passesOver()).isTrue();
    }

    @Test
    void soIsOneThatFallsSilentWhileItIsAwaited() {
        awaitsM1();
        table.wait(Duration.ofMillis(500), 2);
        suspects(1);

        table.wait(Duration.ofMillis(110), 2);
        assertThat(passesOver()).isFalse();
        table.wait(Duration.ofMillis(20), 2);
        assertThat(passesOver()).isTrue();
    }

    @Test
    void nextLeaderThatIsHeardAgainHasAllItsTime() {
        suspects(1);
        awaitsM1();
        table.wait(Duration.ofMillis(100), 2);
        table.happens(2, new Event.Noticed<>(new Restored(Table.member(1))));

        table.wait(Duration.ofMillis(890), 2);
        assertThat(passesOver()).isFalse();
        table.wait(Duration.ofMillis(20), 2);
        assertThat(passesOver()).isTrue();
    }

    /** Else whoever makes itself be suspected again and again would keep a leader that is dead. */
    @Test
    void opinionsNeitherProlongTheWaitNorCountOfOthers() {
        awaitsM1();
        suspects(3);
        for (int i = 0; i < 19; i++) {
            table.wait(Duration.ofMillis(50), 2);
            table.happens(2, new Event.Noticed<>(new Restored(Table.member(1))));
            assertThat(passesOver()).isFalse();
            suspects(1);
        }

        table.wait(Duration.ofMillis(60), 2);
        assertThat(passesOver()).isTrue();
    }

    @Test
    void nothingIsRepeatedWithinARoundTrip() {
        measured(300, 300, 300);
        table.submit(2, "request");
        table.wait(Duration.ofMillis(300), 2);
        assertThat(table.sent(2, OwnRequest.class)).isEqualTo(4);

        table.wait(Duration.ofMillis(100), 2);
        assertThat(table.sent(2, OwnRequest.class)).isGreaterThan(4);
    }

    /** Of seven members two lie: the estimate stays between the shortest and the longest of correct peers. */
    @Test
    void twoLiarsOfSevenMoveTheEstimateNoFurtherThanCorrectPeersAreApart() {
        var record = Table.genesis(Quorum.of(7, org.testudo.api.FaultModel.BYZANTINE))
                .firstView();
        for (long first : new long[] {0, 60_000}) {
            for (long second : new long[] {0, 60_000}) {
                RoundTrips trips = new RoundTrips(new AbcastRules());
                trips.install(record);
                long[] all = {first, 40, 50, second, 60, 70}; // m0 measures m1 to m6
                for (int i = 0; i < all.length; i++) trips.measured(Table.member(i + 1), Duration.ofMillis(all[i]));

                assertThat(trips.ofQuorum()).isBetween(Duration.ofMillis(40), Duration.ofMillis(70));
            }
        }
    }
}
