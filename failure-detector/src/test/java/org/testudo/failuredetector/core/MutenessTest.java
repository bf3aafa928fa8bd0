package org.testudo.failuredetector.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.simulator.Views.ALICE;
import static org.testudo.simulator.Views.BOB;
import static org.testudo.simulator.Views.CAROL;
import static org.testudo.simulator.Views.DAVE;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.kernel.notice.Owed;
import org.testudo.kernel.notice.Paid;
import org.testudo.simulator.Views;

/** FD-2: who is heard, but owes the ordering a word for too long. */
class MutenessTest {
    private static final Duration WITHIN = Duration.ofSeconds(1);

    private final Detector detector = Detector.started();

    private static Owed owed(MemberId member) {
        return new Owed(member, "a vote on slot 7", WITHIN);
    }

    /** All are heard in time. */
    private void pass(long millis) {
        detector.pass(millis, 250, BOB, CAROL, DAVE);
    }

    @Test
    void whoOwesAWordForTooLongIsSuspectedOnceAndRestoredWhenItSpeaks() {
        pass(2_000);
        detector.notice(owed(DAVE));

        pass(2_000);
        assertThat(detector.opinions()).isEmpty();
        pass(1_000);
        assertThat(detector.opinions()).containsExactly("suspected dave mute");
        pass(10_000);
        assertThat(detector.opinions()).as("said once").isEmpty();

        detector.notice(new Paid(DAVE));
        assertThat(detector.opinions()).containsExactly("restored dave");
    }

    @Test
    void whoOwesNothingMayBeMuteForEver() {
        pass(60_000);

        assertThat(detector.opinions()).isEmpty();
    }

    @Test
    void whoPaysInTimeIsNotSuspected() {
        for (int i = 0; i < 50; i++) {
            detector.notice(owed(BOB));
            pass(1_000);
            detector.notice(new Paid(BOB));
        }

        assertThat(detector.opinions()).isEmpty();
    }

    /** It is said again when the view changes, say; the time goes on. */
    @Test
    void debtThatIsSaidAgainBeginsNoNewTime() {
        pass(2_000);
        for (int i = 0; i < 6; i++) {
            detector.notice(owed(DAVE));
            pass(500);
        }

        assertThat(detector.opinions()).containsExactly("suspected dave mute");
    }

    /** FD-7: a peer that pays late has its time; and comes to its bound in the end. */
    @Test
    void boundFollowsThePeersOwnPast() {
        for (int i = 0; i < 20; i++) {
            detector.notice(owed(BOB));
            pass(1_000 + 750 * (i % 2));
            detector.notice(new Paid(BOB));
        }
        assertThat(detector.opinions()).isEmpty();

        detector.notice(owed(BOB));
        detector.notice(owed(CAROL));
        pass(2_750);
        assertThat(detector.opinions()).containsExactly("suspected carol mute");
        pass(1_500);
        assertThat(detector.opinions()).containsExactly("suspected bob mute");
    }

    /** One who flaps has longer and longer time, and no longer than its ceiling. */
    @Test
    void boundHasACeiling() {
        for (int i = 0; i < 40; i++) {
            detector.notice(owed(BOB));
            pass(20_000);
            detector.notice(new Paid(BOB));
        }
        detector.opinions();

        detector.notice(owed(BOB));
        pass(3_750);
        assertThat(detector.opinions()).isEmpty();
        pass(500);
        assertThat(detector.opinions()).containsExactly("suspected bob mute");
    }

    /** Nobody knows whether the silent are mute, too. */
    @Test
    void silentPeerIsCalledSilentAndHasItsTimeToSpeakWhenItIsBack() {
        pass(2_000);
        detector.notice(owed(DAVE));
        detector.pass(6_000, 250, BOB, CAROL);
        assertThat(detector.opinions()).containsExactly("suspected dave silent");

        pass(1_000);
        assertThat(detector.opinions()).containsExactly("restored dave");
        detector.notice(new Paid(DAVE));
        pass(5_000);
        assertThat(detector.opinions()).isEmpty();
    }

    @Test
    void whoIsBackAndStaysMuteIsSuspectedAgain() {
        pass(2_000);
        detector.notice(owed(DAVE));
        detector.pass(6_000, 250, BOB, CAROL);
        detector.opinions();

        pass(4_000);

        assertThat(detector.opinions()).containsExactly("restored dave", "suspected dave mute");
    }

    /** To be mute and then silent, too, makes nothing better. */
    @Test
    void whoIsMuteAndFallsSilentStaysSuspectedUntilItSpeaks() {
        pass(2_000);
        detector.notice(owed(DAVE));
        pass(4_000);
        detector.pass(6_000, 250, BOB, CAROL);
        pass(2_000);
        assertThat(detector.opinions()).containsExactly("suspected dave mute");

        detector.notice(new Paid(DAVE));
        assertThat(detector.opinions()).containsExactly("restored dave");
    }

    /** FD-4: while this process slept it could hear no word. */
    @Test
    void ownSleepIsNobodysMuteness() {
        pass(2_000);
        detector.notice(owed(BOB));
        pass(500);

        detector.sleep(60_000);
        detector.wake();
        detector.hear(BOB, CAROL, DAVE);
        pass(1_000);
        assertThat(detector.opinions()).isEmpty();
        detector.notice(new Paid(BOB));
        pass(5_000);
        assertThat(detector.opinions()).isEmpty();
    }

    /** FD-6 */
    @Test
    void newIncarnationOwesNothing() {
        pass(2_000);
        detector.notice(owed(DAVE));
        pass(4_000);
        detector.opinions();

        detector.install(Views.restarted(Views.first(), DAVE));
        pass(6_000);

        assertThat(detector.opinions()).containsExactly("restored dave");
    }

    @Test
    void debtsOfStrangersAndOneselfAreNothing() {
        detector.notice(owed(ALICE));
        detector.notice(owed(new MemberId("mallory")));
        detector.notice(new Paid(new MemberId("mallory")));
        pass(6_000);

        assertThat(detector.opinions()).isEmpty();
    }
}
