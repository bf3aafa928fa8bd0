package org.testudo.failuredetector.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.simulator.Views.ALICE;
import static org.testudo.simulator.Views.BOB;
import static org.testudo.simulator.Views.CAROL;
import static org.testudo.simulator.Views.DAVE;

import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.simulator.Views;

class HeartbeatDetectorTest {
    /** FD-1: heartbeats only on silence. */
    @Test
    void everyPeerIsToldAtOnceAndThenOncePerIntervalOfSilence() {
        Detector detector = Detector.started();
        assertThat(detector.told()).containsExactly(BOB, CAROL, DAVE);

        detector.pass(249);
        assertThat(detector.told()).isEmpty();

        detector.pass(1);
        assertThat(detector.told()).containsExactly(BOB, CAROL, DAVE);
    }

    /** FD-1 */
    @Test
    void peerThatAnotherLayerHasJustToldSomethingGetsNoHeartbeat() {
        Detector detector = Detector.started();
        detector.told();
        detector.pass(200);
        detector.notice(new Told(BOB));

        detector.pass(100);
        assertThat(detector.told()).containsExactly(CAROL, DAVE);

        detector.pass(150);
        assertThat(detector.told()).containsExactly(BOB, CAROL, DAVE); // theirs was due soon
    }

    /** Who is owed a heartbeat soon gets it with the others: one round is cheaper than many. */
    @Test
    void heartbeatsThatAreDueAboutTheSameTimeGoTogether() {
        Detector detector = Detector.started();
        detector.told();
        detector.pass(60);
        detector.notice(new Told(BOB));

        detector.pass(190);
        assertThat(detector.told()).containsExactly(BOB, CAROL, DAVE);

        detector.pass(249);
        assertThat(detector.told()).isEmpty();
        detector.pass(1);
        assertThat(detector.told()).containsExactly(BOB, CAROL, DAVE);
    }

    /** FD-1, FD-3 */
    @Test
    void silentPeerIsSuspectedOnceAndRestoredWhenItIsHeard() {
        Detector detector = Detector.started();
        detector.pass(2000, 250, BOB, CAROL, DAVE);

        detector.pass(2000, 250, BOB, CAROL);
        assertThat(detector.opinions()).containsExactly("suspected dave silent");

        detector.hear(DAVE);
        assertThat(detector.opinions()).containsExactly("restored dave");
    }

    /** FD-1: liveness from any authenticated traffic. */
    @Test
    void trafficOfOtherLayersAndOverflowingLanesAreSignsOfLife() {
        Detector detector = Detector.started();
        detector.hear(BOB, CAROL, DAVE);
        for (int i = 0; i < 40; i++) {
            detector.pass(250);
            detector.notice(new Heard(BOB));
            detector.gap(CAROL);
            detector.hear(DAVE);
        }

        assertThat(detector.opinions()).isEmpty();
    }

    /** FD-1: a bound with a floor. */
    @Test
    void noPeerIsSuspectedBeforeTheFloorHoweverRegularItWas() {
        Detector detector = Detector.started();
        detector.pass(5000, 50, BOB, CAROL, DAVE);

        detector.pass(499, 250, BOB, CAROL);
        assertThat(detector.opinions()).isEmpty();

        detector.pass(251, 250, BOB, CAROL);
        assertThat(detector.opinions()).containsExactly("suspected dave silent");
    }

    /** FD-1: and a ceiling. */
    @Test
    void everyPeerIsSuspectedAfterTheCeilingHoweverIrregularItWas() {
        Detector detector = Detector.started();
        for (int i = 0; i < 20; i++) {
            detector.pass(i % 2 == 0 ? 250 : 2900, 250, BOB, CAROL);
            detector.hear(DAVE);
        }
        detector.opinions();

        detector.pass(2750, 250, BOB, CAROL);
        assertThat(detector.opinions()).isEmpty();

        detector.pass(500, 250, BOB, CAROL);
        assertThat(detector.opinions()).containsExactly("suspected dave silent");
    }

    /** FD-7 */
    @Test
    void peerOverASlowLinkIsGivenMoreTimeOnceThatIsKnown() {
        Detector detector = Detector.started();
        detector.pass(16 * 900, 900, BOB, CAROL, DAVE);
        detector.opinions();

        detector.pass(9000, 900, BOB, CAROL, DAVE);

        assertThat(detector.opinions()).isEmpty();
    }

    /** FD-7 */
    @Test
    void burstDoesNotMakeTheDetectorForgetHowSlowALinkIs() {
        Detector detector = Detector.started();
        detector.pass(16 * 900, 900, BOB, CAROL, DAVE);
        detector.opinions();
        for (int i = 0; i < 1000; i++) detector.hear(BOB, CAROL, DAVE);

        detector.pass(1800, 900, BOB, CAROL, DAVE);

        assertThat(detector.opinions()).isEmpty();
    }

    @Test
    void peerThatWasNeverHeardIsSuspectedAfterTheCeilingOnly() {
        Detector detector = Detector.started();

        detector.pass(2999);
        assertThat(detector.opinions()).isEmpty();

        detector.pass(2);
        assertThat(detector.opinions())
                .containsExactly(
                        "suspected bob never-heard", "suspected carol never-heard", "suspected dave never-heard");
    }

    /** FD-4 */
    @Test
    void processThatSleptBlamesItselfFirst() {
        Detector detector = Detector.started();
        detector.pass(2000, 250, BOB, CAROL, DAVE);

        detector.sleep(60_000);
        detector.wake();
        detector.pass(240);
        detector.hear(BOB, CAROL, DAVE);
        detector.pass(2000, 250, BOB, CAROL, DAVE);

        assertThat(detector.opinions()).isEmpty();
    }

    /** FD-4: also if what came meanwhile is read before the late timer is. */
    @Test
    void sleepIsNoticedByTheFirstThingThatHappensAndSpoilsNoHistory() {
        Detector detector = Detector.started();
        detector.pass(5000, 250, BOB, CAROL, DAVE);

        detector.sleep(60_000);
        detector.hear(BOB);
        detector.wake();
        detector.pass(240);
        detector.hear(BOB, CAROL, DAVE);
        assertThat(detector.opinions()).isEmpty();

        detector.pass(750, 250, CAROL, DAVE);
        assertThat(detector.opinions()).containsExactly("suspected bob silent");
    }

    /** FD-4: the excuse is not for ever. */
    @Test
    void processThatIsAlwaysLateStillSuspectsTheDead() {
        Detector detector = Detector.started();
        detector.pass(2000, 250, BOB, CAROL, DAVE);

        for (int i = 0; i < 40; i++) {
            detector.pass(125);
            detector.hear(BOB, CAROL);
            detector.sleep(400);
            detector.wake();
            detector.hear(BOB, CAROL);
        }

        assertThat(detector.opinions()).containsExactly("suspected dave silent");
    }

    /** FD-6 */
    @Test
    void viewChangeLeavesOpinionsOfUnchangedSeatsAlone() {
        Detector detector = Detector.started();
        detector.pass(2000, 250, BOB, CAROL, DAVE);
        detector.pass(2000, 250, BOB, CAROL);
        detector.opinions();
        detector.told();

        detector.install(Views.rekeyed(Views.without(Views.first(), CAROL)));
        detector.pass(2000, 250, BOB);

        assertThat(detector.opinions()).isEmpty();
        assertThat(detector.told()).contains(BOB, DAVE).doesNotContain(CAROL);
        detector.hear(DAVE);
        assertThat(detector.opinions()).containsExactly("restored dave");
    }

    /** FD-6 */
    @Test
    void newIncarnationBeginsWithoutTheSuspicionOfTheOldOne() {
        Detector detector = Detector.started();
        detector.pass(2000, 250, BOB, CAROL, DAVE);
        detector.pass(2000, 250, BOB, CAROL);
        detector.opinions();

        detector.install(Views.restarted(Views.first(), DAVE));

        assertThat(detector.opinions()).containsExactly("restored dave");
        detector.pass(2500, 250, BOB, CAROL);
        assertThat(detector.opinions()).isEmpty();
        detector.pass(1000, 250, BOB, CAROL);
        assertThat(detector.opinions()).containsExactly("suspected dave never-heard");
    }

    @Test
    void memberWithoutASeatTellsNobodyAndSuspectsNobody() {
        Detector detector = Detector.started();
        detector.told();

        detector.install(Views.without(Views.first(), ALICE));
        detector.pass(10_000);

        assertThat(detector.waits()).isFalse();
        assertThat(detector.told()).isEmpty();
        assertThat(detector.opinions()).isEmpty();
    }

    @Test
    void strangersAndTheMemberItselfAreNoPeers() {
        Detector detector = Detector.started();
        MemberId stranger = new MemberId("mallory");

        detector.hear(stranger, ALICE);
        detector.notice(new Heard(stranger));
        detector.notice(new Told(stranger));
        detector.gap(stranger);
        detector.pass(10_000, 250, BOB, CAROL, DAVE);

        assertThat(detector.opinions()).isEmpty();
        assertThat(detector.told()).doesNotContain(stranger, ALICE);
    }

    /** A faulty peer that comes and goes must be silent ever longer for it, up to the ceiling. */
    @Test
    void flappingPeerIsSuspectedAtMostOncePerCeilingInTheEnd() {
        Detector detector = Detector.started();
        detector.pass(2000, 250, BOB, CAROL, DAVE);
        int flaps = 0;
        for (int i = 0; i < 120; i++) {
            detector.pass(1000, 250, BOB, CAROL);
            if (detector.opinions().isEmpty()) continue;
            detector.hear(DAVE);
            flaps++;
        }

        detector.opinions();
        assertThat(flaps).isBetween(10, 60);
    }
}
