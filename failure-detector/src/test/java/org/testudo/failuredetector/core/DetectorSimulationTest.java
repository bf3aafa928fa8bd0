package org.testudo.failuredetector.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.testudo.config.FailureDetectorConfig;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.notice.Restored;
import org.testudo.kernel.notice.Suspected;
import org.testudo.simulator.Layer;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.attack.Delay;
import org.testudo.simulator.attack.Drop;
import org.testudo.simulator.attack.Flood;
import org.testudo.simulator.attack.Replay;
import org.testudo.simulator.attack.Silence;

/** The detectors of a group in a seeded world: the opinions of correct members, whatever one of four does. */
class DetectorSimulationTest {
    /** FD-3: nothing that a peer does changes the opinion about a third. */
    @Test
    void oneByzantineMemberMakesNobodySuspectACorrectOne() {
        group(core -> core)
                .seeds(60)
                .network(n -> n.delay(ms(1), ms(40)).duplicate(0.2).reorder().skew(seconds(100)))
                .someoneByzantine(Silence::new, Drop::new, Delay::new, Flood::new, Replay::new)
                .until(seconds(20))
                .check(Opinions.accurate())
                .run();
    }

    /** FD-1: the crashed are suspected, and in a network that keeps its bounds nobody else. */
    @Test
    void crashedMembersAreSuspectedByAllAndNobodyElseIs() {
        group(core -> core)
                .seeds(60)
                .network(n -> n.delay(ms(1), ms(40)).duplicate(0.2).reorder())
                .crash(seconds(5), 3)
                .someoneByzantine(Silence::new, Flood::new, Delay::new)
                .calmAfter(seconds(10))
                .check(Opinions.accurate(), Opinions.right())
                .run();
    }

    /** FD-1, FD-3, FD-4: whatever was suspected in the storm is taken back after it. */
    @Test
    void opinionsAreRightAgainAfterAStorm() {
        group(core -> core)
                .seeds(60)
                .network(n -> n.delay(ms(1), ms(200))
                        .loss(0.3)
                        .gaps(0.1)
                        .duplicate(0.2)
                        .reorder()
                        .partitionNowAndThen()
                        .slowMember()
                        .pauses())
                .crash(seconds(12), 2)
                .calmAfter(seconds(20))
                .check(Opinions.right())
                .run();
    }

    @Test
    void sameSeedGivesTheSameRun() {
        Simulation once =
                group(core -> core).seed(7).network(n -> n.delay(ms(1), ms(200)).loss(0.3));

        assertThat(once.run().traceHash()).isEqualTo(once.run().traceHash());
    }

    @Test
    void detectorThatSendsNoHeartbeatsIsCaught() {
        assertThat(group(core -> without(core, Action.Send.class))
                        .seeds(5)
                        .until(seconds(20))
                        .check(Opinions.accurate())
                        .hunt())
                .hasMessageContaining("accuracy");
    }

    @Test
    void detectorThatSuspectsNobodyIsCaught() {
        assertThat(group(core -> silenced(core, Suspected.class))
                        .seeds(5)
                        .crash(seconds(5), 3)
                        .calmAfter(seconds(10))
                        .check(Opinions.right())
                        .hunt())
                .hasMessageContaining("right-in-the-end");
    }

    @Test
    void detectorThatTakesNothingBackIsCaught() {
        assertThat(group(core -> silenced(core, Restored.class))
                        .seeds(20)
                        .network(n ->
                                n.delay(ms(1), ms(40)).partitionNowAndThen().loss(0.3))
                        .calmAfter(seconds(20))
                        .check(Opinions.right())
                        .hunt())
                .hasMessageContaining("right-in-the-end");
    }

    private static Simulation group(Function<HeartbeatDetector, ProtocolCore<DetectorMessage>> change) {
        return Simulation.of(member -> {
            var core = new HeartbeatDetector(member.self(), FailureDetectorConfig.defaults());
            return List.of(new Layer<>(change.apply(core), new DetectorCodec()));
        });
    }

    private static ProtocolCore<DetectorMessage> without(HeartbeatDetector core, Class<?> kind) {
        return (Tick now, org.testudo.kernel.core.Event<DetectorMessage> event) ->
                core.on(now, event).stream().filter(it -> !kind.isInstance(it)).toList();
    }

    private static ProtocolCore<DetectorMessage> silenced(HeartbeatDetector core, Class<?> notice) {
        return (Tick now, org.testudo.kernel.core.Event<DetectorMessage> event) -> core.on(now, event).stream()
                .filter(it -> !(it instanceof Action.Announce<?> said && notice.isInstance(said.notice())))
                .toList();
    }
}
