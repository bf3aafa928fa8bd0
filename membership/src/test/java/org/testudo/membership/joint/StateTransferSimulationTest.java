package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.check.Checks.equalStates;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.kernel.notice.CheckpointStable;
import org.testudo.kernel.notice.StateDiffers;
import org.testudo.kernel.notice.StateRefuted;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.membership.joint.attack.ForgedState;
import org.testudo.membership.joint.attack.LyingServer;
import org.testudo.simulator.Attack;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Result;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Simulation;

/**
 * AB-7, AB-8, AB-23: with a checkpoint every few slots the log is soon forgotten; whoever was away or starts again is given a
 * certified state, goes on from there, and is as good as the others. Each run has an application, whose state must be the same
 * after each operation at all members.
 */
@Tag("sweep")
class StateTransferSimulationTest {
    private static final int SEEDS = 40;
    private static final int OF_SEVEN = 16;
    private static final int ERRING = 2;

    private static Simulation simulation() {
        return simulation(JointGroup.cores(new AbcastRules()));
    }

    static Simulation simulation(CoreFactory cores) {
        return JointGroup.simulation(cores).application(Register::new).check(equalStates());
    }

    @Test
    void whoStartsAgainIsGivenTheStateAndGoesOn() {
        Map<String, Long> seen = new TreeMap<>();

        Result result = simulation()
                .crashes(crash -> crash)
                .seeds(SEEDS)
                .each(run -> count(run, seen))
                .run();

        if (result.seeds() < SEEDS) return; // one seed was asked for
        assertThat(seen.get("stable")).isGreaterThan(4L * SEEDS);
        assertThat(seen.get("restored")).as("states given").isGreaterThan(SEEDS / 4L);
        assertThat(seen).doesNotContainKeys("refuted", "differs");
    }

    @Test
    void whoWasCutOffForLongIsGivenTheState() {
        Map<String, Long> seen = new TreeMap<>();

        Result result = simulation()
                .at(ms(900), run -> run.partition(List.of(List.of(0, 1, 2), List.of(3))))
                .at(ms(2_400), Run::heal)
                .seeds(SEEDS)
                .each(run -> count(run, seen))
                .run();

        if (result.seeds() < SEEDS) return; // one seed was asked for
        assertThat(seen.get("restored")).as("states given").isGreaterThan(SEEDS / 8L);
        assertThat(seen).doesNotContainKeys("refuted", "differs");
    }

    /** Of seven members one lies and another is away, while the others go on without either. */
    static Simulation cutOff(CoreFactory cores, Attack.Factory attack) {
        return simulation(cores)
                .group(7)
                .tolerating(2)
                .byzantine(5, attack)
                .at(ms(900), run -> run.partition(List.of(List.of(0, 1, 2, 3, 4, 5), List.of(6))))
                .at(ms(2_400), Run::heal);
    }

    /** A piece that is not the certified one is noticed, its server is told of, and another serves. */
    @Test
    void falsePiecesAndFalseWordsHarmNobody() {
        Map<String, Long> seen = new TreeMap<>();

        Result result = cutOff(JointGroup.cores(new AbcastRules()), LyingServer::new)
                .seeds(OF_SEVEN)
                .each(run -> count(run, seen))
                .run();

        if (result.seeds() < OF_SEVEN) return; // one seed was asked for
        assertThat(seen.get("restored")).as("states given").isGreaterThan(OF_SEVEN / 4L);
        assertThat(seen.get("refuted")).as("lies noticed").isPositive();
        assertThat(seen).doesNotContainKeys("refuted a correct one", "differs");
    }

    @Test
    void aStateThatNoQuorumHasSignedIsNotTaken() {
        Map<String, Long> seen = new TreeMap<>();

        Result result = cutOff(JointGroup.cores(new AbcastRules()), ForgedState::new)
                .seeds(OF_SEVEN)
                .each(run -> count(run, seen))
                .run();

        if (result.seeds() < OF_SEVEN) return; // one seed was asked for
        assertThat(seen.get("restored")).as("states given").isGreaterThan(OF_SEVEN / 4L);
        assertThat(seen).doesNotContainKeys("refuted a correct one", "differs");
    }

    /**
     * AB-7: the host of one member errs, once. The member finds that out by the next checkpoint, acts no more, and is given the
     * group's state; from there on it computes what the others do, and what is the same is signed again by all.
     */
    @Test
    void whoseStateDiffersIsHealedByALaterState() {
        Map<String, Long> seen = new TreeMap<>();

        Result result = JointGroup.simulation(JointGroup.cores(new AbcastRules()))
                .application(Register::new)
                .at(ms(900), run -> register(run.member(ERRING)).err())
                .seeds(SEEDS)
                .each(run -> {
                    count(run, seen);
                    inspect(run, seen);
                })
                .run();

        if (result.seeds() < SEEDS) return; // one seed was asked for
        assertThat(seen.get("differs")).as("errors found").isGreaterThan(SEEDS / 2L);
        assertThat(seen.get("healed")).as("errors healed").isGreaterThan(SEEDS / 2L);
        assertThat(seen.get("application")).as("layer named").isGreaterThan(SEEDS / 4L);
        assertThat(seen).doesNotContainKeys("still other", "others differ").containsKey("the same again");
    }

    private static void inspect(Run run, Map<String, Long> seen) {
        SimulatedMember erring = run.member(ERRING);
        for (StateDiffers each : erring.notices(StateDiffers.class)) {
            assertThat(each.again()).isFalse();
            add(seen, each.shares(), 1);
        }
        boolean healed = !erring.notices(StateDiffers.class).isEmpty()
                && !erring.notices(StateRestored.class).isEmpty();
        if (healed) add(seen, "healed", 1);
        for (SimulatedMember other : run.live()) {
            if (other == erring) continue;
            add(seen, "others differ", other.notices(StateDiffers.class).size());
            boolean comparable =
                    healed && register(other).executed() == register(erring).executed();
            boolean equal =
                    Arrays.equals(register(other).digest(), register(erring).digest());
            if (comparable) add(seen, equal ? "the same again" : "still other", 1);
        }
    }

    private static Register register(SimulatedMember member) {
        return (Register) member.application().orElseThrow().machine();
    }

    private static void count(Run run, Map<String, Long> seen) {
        run.live().forEach(member -> {
            add(seen, "stable", member.notices(CheckpointStable.class).size());
            add(seen, "restored", member.notices(StateRestored.class).size());
            add(seen, "differs", member.notices(StateDiffers.class).size());
            for (StateRefuted each : member.notices(StateRefuted.class)) {
                boolean correct = run.member(run.indexOf(each.member())).correct();
                add(seen, correct ? "refuted a correct one" : "refuted", 1);
            }
        });
    }

    private static void add(Map<String, Long> seen, String what, int times) {
        if (times > 0) seen.merge(what, (long) times, Long::sum);
    }
}
