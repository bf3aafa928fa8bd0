package org.testudo.failuredetector.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.simulator.Views.BOB;
import static org.testudo.simulator.Views.CAROL;
import static org.testudo.simulator.Views.DAVE;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;

/** GM-7: who hears all and is heard by nobody learns it from them. */
class HearingTest {
    private final Detector detector = Detector.started();

    private void says(MemberId peer, boolean heard) {
        detector.receive(peer, new DetectorMessage.Hearing(heard));
    }

    private List<String> hears(MemberId peer, long millis) {
        detector.pass(millis, 250, BOB, CAROL, DAVE, peer);
        return detector.opinions();
    }

    @Test
    void whoIsSilentIsToldSoOnceAnIntervalWhateverElseItIsSentAndOnceThatItIsHeardAgain() {
        detector.pass(2_000, 250, BOB, CAROL, DAVE);
        assertThat(detector.answered()).isEmpty();
        for (int i = 0; i < 40; i++) {
            detector.pass(50, 50, BOB, CAROL);
            detector.notice(new Told(DAVE));
        }
        assertThat(detector.opinions()).containsExactly("suspected dave silent");
        assertThat(detector.answered()).hasSizeBetween(4, 7).containsOnly("dave false");

        detector.hear(DAVE);
        detector.notice(new Told(DAVE));
        detector.pass(250, 250, BOB, CAROL, DAVE);
        detector.pass(1_000, 250, BOB, CAROL, DAVE);

        assertThat(detector.answered()).containsExactly("dave true");
        assertThat(detector.told()).contains(DAVE);
    }

    @Test
    void wordThatItIsNotHeardCountsUntilThereIsAnotherOrNoneForTheCeiling() {
        hears(BOB, 500);
        says(BOB, false);
        says(BOB, false);
        assertThat(detector.opinions()).containsExactly("not-heard-by=bob");
        says(BOB, true);
        says(BOB, true);
        assertThat(detector.opinions()).containsExactly("heard-by=bob");

        says(CAROL, false);
        assertThat(detector.opinions()).containsExactly("not-heard-by=carol");
        assertThat(hears(BOB, 2_500)).isEmpty();
        says(CAROL, false);
        assertThat(hears(BOB, 2_500)).isEmpty();
        assertThat(hears(BOB, 1_000)).containsExactly("heard-by=carol");
    }

    /** Else one that lies could have this member say that it serves, and not, as often as it likes. */
    @Test
    void whoChangesItsMindIsNotBelievedAgainBeforeTheCeiling() {
        hears(BOB, 500);
        for (int i = 0; i < 100; i++) {
            says(BOB, false);
            says(BOB, true);
        }
        assertThat(detector.opinions()).containsExactly("not-heard-by=bob", "heard-by=bob");

        hears(BOB, 2_750);
        says(BOB, false);
        assertThat(detector.opinions()).isEmpty();
        hears(BOB, 500);
        says(BOB, false);
        assertThat(detector.opinions()).containsExactly("not-heard-by=bob");
    }

    /** FD-4: it was not heard while it slept, and will be before long. */
    @Test
    void whatWasSaidWhileThisProcessSleptIsNotBelieved() {
        hears(BOB, 2_000);
        detector.sleep(2_000);
        for (MemberId each : List.of(BOB, CAROL, DAVE)) says(each, false);
        detector.wake();

        assertThat(detector.opinions()).isEmpty();
    }

    @Test
    void strangersSayNothing() {
        says(new MemberId("mallory"), false);

        assertThat(detector.opinions()).isEmpty();
    }
}
