package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;
import static org.testudo.simulator.check.Checks.agreement;
import static org.testudo.simulator.check.Checks.deliveryAfterCalm;
import static org.testudo.simulator.check.Checks.totalOrder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.testudo.api.Notice;
import org.testudo.config.FailureDetectorConfig;
import org.testudo.config.OrderingConfig;
import org.testudo.failuredetector.core.DetectorCodec;
import org.testudo.failuredetector.core.DetectorMessage;
import org.testudo.failuredetector.core.HeartbeatDetector;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.notice.EpochEntered;
import org.testudo.kernel.notice.RoundTripMeasured;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.Layer;
import org.testudo.simulator.Result;
import org.testudo.simulator.Run;
import org.testudo.simulator.SeededRandom;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.attack.TowardEach;

/** The ordering with default settings over the failure detector that measures round trips (AB-4, FD-5). */
class FarMembersTest {
    private static final AbcastSettings DEFAULTS = AbcastSettings.of(OrderingConfig.defaults());

    /** A round trip of 200 to 300 ms: each leader leads on, whatever is under way. */
    @Test
    void noLeaderIsReplacedWithoutAFaultAcrossTheWorld() {
        far(notice -> true)
                .seeds(14)
                .each(run -> assertThat(leaders(run)).isZero())
                .run();
    }

    @Test
    void noLeaderIsReplacedBecauseOneMemberEchoesAsItLikes() {
        far(notice -> true)
                .seeds(14)
                .someoneByzantine(() -> new FalseEcho(Duration.ZERO), () -> new FalseEcho(seconds(3)))
                .each(run -> assertThat(leaders(run)).isZero())
                .run();
    }

    /** What the tests above would notice. */
    @Test
    void orderingThatDoesNotMeasureReplacesLeadersWithoutAFault() {
        AtomicInteger replaced = new AtomicInteger();
        far(notice -> !(notice instanceof RoundTripMeasured))
                .seeds(10)
                .each(run -> replaced.addAndGet(leaders(run)))
                .run();

        assertThat(replaced.get()).isPositive();
    }

    /** A leader that dies next door is replaced as fast as the time configured allows, though one member echoes late. */
    @Test
    void deadLeaderNextDoorIsReplacedAtOnceThoughOneMemberEchoesLate() {
        List<Duration> times = new ArrayList<>();
        Result result = simulation(notice -> true)
                .group(7)
                .network(n -> n.delay(Duration.ofNanos(200_000), ms(1)).exactly())
                .byzantine(6, () -> new FalseEcho(seconds(3)))
                .crash(seconds(10), 0)
                .submit(seconds(10).plusMillis(1), 2, "after the crash")
                .seeds(10)
                .at(seconds(10).plusMillis(600), run -> times.add(entered(run)))
                .run();

        assertThat(times).hasSize((int) result.seeds()).allMatch(each -> each.compareTo(Duration.ZERO) > 0);
    }

    /** Positive if some leader but the first leads. */
    private static Duration entered(Run run) {
        return Duration.ofNanos(leaders(run));
    }

    private static int leaders(Run run) {
        return run.correct().stream()
                .filter(each -> !each.stopped())
                .mapToInt(each -> (int) each.notices(EpochEntered.class).stream()
                        .filter(it -> it.epoch() > 0)
                        .count())
                .sum();
    }

    private static Simulation far(Predicate<Notice> passes) {
        return simulation(passes)
                .network(n -> n.delay(ms(100), ms(150)).reorder())
                .workload(60, ms(1), seconds(20))
                .at(ms(2), run -> {
                    SeededRandom random = run.random("commands");
                    for (int i = 0; i < 8; i++) {
                        int member = random.below(run.members().size());
                        run.submit(member, StubMembership.command("nothing " + i + " x"));
                    }
                })
                .at(seconds(12), run -> run.submit(3, StubMembership.command("toggle m3")));
    }

    private static Simulation simulation(Predicate<Notice> passes) {
        return Simulation.of(context -> List.of(
                        new Layer<>(
                                passing(
                                        new HeartbeatDetector(context.self(), FailureDetectorConfig.defaults()),
                                        passes),
                                new DetectorCodec()),
                        new Layer<>(
                                new AbcastCore(AbcastSimulations.self(context), DEFAULTS),
                                new AbcastCodec(context.lives(), DEFAULTS.window())),
                        Layer.silent(new StubMembership(AbcastSimulations.self(context)))))
                .group(4)
                .calmAfter(seconds(21))
                .until(seconds(40))
                .check(agreement(), totalOrder(), deliveryAfterCalm());
    }

    private static ProtocolCore<DetectorMessage> passing(HeartbeatDetector core, Predicate<Notice> passes) {
        return (Tick now, Event<DetectorMessage> event) -> core.on(now, event).stream()
                .filter(it -> !(it instanceof Action.Announce<?> said) || passes.test(said.notice()))
                .toList();
    }

    /** Echoes before it is asked, or late. */
    private static final class FalseEcho extends TowardEach {
        private final Duration late;

        FalseEcho(Duration late) {
            this.late = late;
        }

        @Override
        protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
            if (parcel.message() instanceof DetectorMessage.Echo) {
                if (!late.isZero())
                    context.later(late, () -> context.send(parcel.layer(), parcel.to(), parcel.message()));
                return;
            }
            actions.add(parcel.send());
            if (late.isZero() && parcel.message() instanceof DetectorMessage.Probe it)
                actions.add(new Action.Send<>(parcel.to(), new DetectorMessage.Echo(it.number() + 1)));
        }
    }
}
