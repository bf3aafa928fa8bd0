package org.testudo.failuredetector.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.simulator.Views.BOB;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;

/** FD-5: how long a peer takes to echo, told to the other layers. */
class RoundTripTest {
    private final Detector detector = Detector.started();
    private final NavigableMap<Long, Long> underWay = new TreeMap<>();
    private long now;

    @BeforeEach
    void guess() {
        assertThat(detector.measured())
                .containsExactly(
                        "round-trip=bob time=250000us",
                        "round-trip=carol time=250000us",
                        "round-trip=dave time=250000us");
    }

    private void echoAfter(long millis) {
        detector.asked();
        while (detector.asked().stream().noneMatch(each -> each.startsWith("bob Probe"))) detector.pass(1);
        detector.pass(millis);
        detector.receive(BOB, new DetectorMessage.Echo(detector.lastProbe()));
    }

    @Test
    void everyPeerIsProbedAtOnceAndTheFirstEchoIsTold() {
        assertThat(detector.asked())
                .containsExactly("bob Probe[number=1]", "carol Probe[number=1]", "dave Probe[number=1]");

        detector.pass(120);
        detector.receive(BOB, new DetectorMessage.Echo(1));

        assertThat(detector.measured()).containsExactly("round-trip=bob time=120000us");
    }

    @Test
    void probeIsEchoedButAFloodOfThemIsNot() {
        detector.asked();
        for (int i = 0; i < 100; i++) detector.receive(BOB, new DetectorMessage.Probe(7));
        assertThat(detector.asked()).containsExactly("bob Echo[number=7]");

        detector.pass(125);
        detector.receive(BOB, new DetectorMessage.Probe(8));
        assertThat(detector.asked()).contains("bob Echo[number=8]");
    }

    @Test
    void onePauseIsNotTakenForALongWay() {
        for (int i = 0; i < 5; i++) echoAfter(50);
        assertThat(detector.measured()).containsExactly("round-trip=bob time=50000us");

        echoAfter(900);
        assertThat(detector.measured()).isEmpty();

        for (int i = 0; i < 2; i++) echoAfter(200);
        assertThat(detector.measured()).containsExactly("round-trip=bob time=200000us");
    }

    /** Longer than the time between two probes: the echo of an earlier one still counts. */
    @Test
    void roundTripThatIsLongerThanTheTimeBetweenProbesIsMeasured() {
        detector.pass(700);
        detector.receive(BOB, new DetectorMessage.Echo(1));

        assertThat(detector.measured()).containsExactly("round-trip=bob time=700000us");
    }

    /** However many probes are under way in it, as between the ends of a congested line. */
    @Test
    void roundTripOfManyIntervalsIsMeasuredAndFollowed() {
        assertThat(echoAlways(1_900)).containsExactly("round-trip=bob time=1900000us");
        assertThat(echoAlways(1_200)).containsExactly("round-trip=bob time=1200000us");
        assertThat(echoAlways(9_000)).containsExactly("round-trip=bob time=9000000us");
    }

    /** Bob echoes whatever it is asked after so many milliseconds, for two minutes; what is told in these. */
    private List<String> echoAlways(long millis) {
        List<String> told = new ArrayList<>();
        for (long end = now + 120_000; now < end; now++) {
            for (String each : detector.asked())
                if (each.startsWith("bob Probe")) underWay.put(detector.lastProbe(), now + millis);
            while (!underWay.isEmpty() && underWay.firstEntry().getValue() <= now) {
                detector.receive(
                        BOB, new DetectorMessage.Echo(underWay.pollFirstEntry().getKey()));
            }
            told.addAll(detector.measured());
            detector.pass(1);
        }
        return told;
    }

    @Test
    void echoThatNobodyAskedForOrThatComesAgainMeasuresNothing() {
        for (long number : new long[] {0, -1, 2, Long.MIN_VALUE, Long.MAX_VALUE}) {
            detector.receive(BOB, new DetectorMessage.Echo(number));
        }
        detector.receive(new MemberId("mallory"), new DetectorMessage.Echo(1));
        assertThat(detector.measured()).isEmpty();

        detector.receive(BOB, new DetectorMessage.Echo(1));
        detector.measured();
        detector.pass(100);
        detector.receive(BOB, new DetectorMessage.Echo(1));
        assertThat(detector.measured()).isEmpty();
    }

    /** FD-4: the time asleep is nobody's round trip. */
    @Test
    void ownSleepMeasuresNothing() {
        detector.sleep(5000);
        detector.receive(BOB, new DetectorMessage.Echo(1));

        assertThat(detector.measured()).isEmpty();
    }
}
