package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;
import static org.testudo.simulator.check.Checks.agreement;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.abcast.core.AbcastSettings;
import org.testudo.config.OrderingConfig;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.Restored;
import org.testudo.kernel.notice.RoundTripMeasured;
import org.testudo.kernel.notice.Suspected;
import org.testudo.simulator.Check;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Run;
import org.testudo.simulator.SeededRandom;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Simulation;

/**
 * One of four crashes, goes on with its journal, and soon another one is cut off: how long nobody is answered, which f+1 members
 * could do (AB-4, AB-26). Three are a quorum, but one of them has yet to catch up.
 */
class HealingTest {
    private static final Duration CRASH = seconds(3);
    private static final Duration END = seconds(20);
    /** As failure detectors find it: what comes and goes is heard of so late. */
    private static final Duration SILENCE = ms(600);

    private static final int VICTIM = 3;
    private static final AbcastSettings SETTINGS = AbcastSettings.of(OrderingConfig.defaults());

    /** In a fast network the leader that follows has begun before anybody could be called silent. */
    @ParameterizedTest
    @ValueSource(longs = {0, 39, 68})
    void groupThatIsNearAnswersWithinASecond(long seed) {
        assertThat(new Scene(ms(10), seed).longestGap()).isLessThan(seconds(1));
    }

    /**
     * With a round trip of 400 ms a leader is given 2.1 s, and the next one twice that. If the next one is who is cut off nobody
     * waits for it that long: all know that it is silent. Else it takes these seeds 7 s.
     */
    @ParameterizedTest
    @ValueSource(longs = {40, 44, 93})
    void groupThatIsFarWaitsForNoLeaderThatIsSilent(long seed) {
        assertThat(new Scene(ms(400), seed).longestGap()).isLessThan(seconds(5));
    }

    /** One run under load, and what is seen of it. */
    private static final class Scene implements Observer {
        private final Duration roundTrip;
        private final long seed;
        private final Duration restart;
        private final Duration cut;
        private final int cutOff;
        private final Map<Long, SimulatedMember> first = new LinkedHashMap<>();
        private final Map<List<Object>, Duration> heard = new LinkedHashMap<>();
        private final Set<List<Object>> silent = new LinkedHashSet<>();
        private Run run;
        private long answered;
        private Duration lastAnswer = Duration.ZERO;
        private Duration longest = Duration.ZERO;

        Scene(Duration roundTrip, long seed) {
            this.roundTrip = roundTrip;
            this.seed = seed;
            SeededRandom random = new SeededRandom(seed);
            restart = CRASH.plusMillis(random.between(500, 3_000));
            cut = restart.plusMillis(random.between(0, 1_500));
            cutOff = random.below(VICTIM);
        }

        /** Between two slots that were delivered by two members, from the crash on. */
        Duration longestGap() {
            Simulation simulation = Simulation.of(JointGroup.cores(new AbcastRules(), SETTINGS))
                    .group(4)
                    .tolerating(1)
                    .journals()
                    .network(n -> n.delay(ms(1), roundTrip.dividedBy(2)).loss(0.02))
                    .application(Register::new)
                    .calmAfter(END)
                    .until(END)
                    .check(agreement(), Check.of("answers", begun -> begin(begun)))
                    .crash(CRASH, VICTIM)
                    .restart(restart, VICTIM)
                    .at(cut, it -> it.partition(List.of(List.of(cutOff))));
            for (int time = 100; time < END.toMillis(); time += 20) {
                simulation.submit(ms(time), time / 20 % 4, "operation " + time);
                if (time % 100 == 0) simulation.at(ms(time), it -> listen());
            }
            simulation.seed(seed).run();
            return longest;
        }

        private Observer begin(Run begun) {
            run = begun;
            return this;
        }

        @Override
        public void delivered(SimulatedMember member, SlotDelivery slot) {
            if (slot.requests().isEmpty() || slot.slot() <= answered) return;
            SimulatedMember before = first.putIfAbsent(slot.slot(), member);
            if (before == null || before.index() == member.index()) return;
            answered = slot.slot();
            look();
            lastAnswer = run.now();
        }

        @Override
        public void ended() {
            look();
        }

        private void look() {
            Duration gap = run.now().minus(lastAnswer);
            if (run.now().compareTo(CRASH) > 0 && gap.compareTo(longest) > 0) longest = gap;
        }

        /** What the failure detectors of all say. */
        private void listen() {
            for (SimulatedMember member : run.live()) {
                for (SimulatedMember other : run.members()) if (member != other) listen(member, other);
            }
        }

        private void listen(SimulatedMember member, SimulatedMember other) {
            List<Object> pair = List.of(member, other.id());
            if (reaches(other, member)) {
                if (heard.put(pair, run.now()) == null)
                    run.announce(member.index(), new RoundTripMeasured(other.id(), roundTrip));
                if (silent.remove(pair)) run.announce(member.index(), new Restored(other.id()));
            } else if (run.now().minus(heard.getOrDefault(pair, run.now())).compareTo(SILENCE) >= 0
                    && silent.add(pair)) {
                run.announce(member.index(), new Suspected(other.id(), "silent", SILENCE));
            }
        }

        private boolean reaches(SimulatedMember from, SimulatedMember to) {
            boolean apart = from.index() == cutOff || to.index() == cutOff;
            return from.live() && !(apart && run.now().compareTo(cut) >= 0);
        }
    }
}
