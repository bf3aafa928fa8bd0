package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.simulator.Simulation.ms;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.abcast.core.Prepare;
import org.testudo.api.FaultModel;
import org.testudo.kernel.notice.CheckpointDisputed;
import org.testudo.kernel.notice.CheckpointStable;
import org.testudo.kernel.notice.Misbehaved;
import org.testudo.kernel.notice.StateDiffers;
import org.testudo.kernel.notice.StateRefuted;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.kernel.notice.ViewCertified;
import org.testudo.membership.joint.attack.OtherModel;
import org.testudo.simulator.Check;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Result;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.Violation;

/** Ordering and membership together in the fault model {@code crash} (AB-3): nobody lies, members crash and lose their memory. */
@Order(1)
@Tag("sweep")
class CrashSimulationTest {
    private static final int OF_THREE = 520;
    private static final int OF_FIVE = 300;
    private static final int STOPPED = 90;
    private static final int FRAMED = 60;
    private static final int WHOLE = OF_THREE + OF_FIVE + 5 * STOPPED;

    private static final Coverage ALL = new Coverage();
    private static long stable;
    private static long restored;

    private static Simulation group(int members) {
        return simulation(JointGroup.cores(new AbcastRules()), members)
                .each(ALL)
                .each(CrashSimulationTest::count);
    }

    /** With an application, so that checkpoints are made and states are given (AB-7, AB-8). */
    static Simulation simulation(CoreFactory cores, int members) {
        return StateTransferSimulationTest.simulation(cores)
                .model(FaultModel.CRASH)
                .group(members)
                .excusing(run -> false)
                .check(noPrepare());
    }

    private static void count(Run run) {
        for (SimulatedMember each : run.live()) {
            assertThat(each.notices(Misbehaved.class)).isEmpty();
            assertThat(each.notices(StateRefuted.class)).isEmpty();
            assertThat(each.notices(StateDiffers.class)).isEmpty();
            assertThat(each.notices(CheckpointDisputed.class)).isEmpty();
            stable += each.notices(CheckpointStable.class).size();
            restored += each.notices(StateRestored.class).size();
        }
    }

    /** Once the group has formed there is no PREPARE phase. */
    private static Check noPrepare() {
        return Check.of("no PREPARE", run -> new Observer() {
            @Override
            public boolean watchesMessages() {
                return true;
            }

            @Override
            public void sent(SimulatedMember from, int to, int layer, Object message) {
                if (message instanceof Prepare it && it.proposal().message().view() > 0)
                    throw new Violation("no PREPARE", from.id() + " sent " + it);
            }
        });
    }

    @AfterAll
    static void theSeedsCoverWhatTheyAreFor() {
        System.out.println("joint simulation, crash: " + ALL + ", stable " + stable + ", restored " + restored);
        if (ALL.runs() < WHOLE) return; // some tests or seeds only
        assertThat(ALL.of(Coverage.EPOCHS)).isGreaterThan(ALL.runs() / 4);
        assertThat(ALL.of(Coverage.AGAIN)).isGreaterThan(ALL.runs() / 6);
        assertThat(ALL.of(Coverage.CUT)).isGreaterThan(ALL.runs() / 3);
        assertThat(ALL.of(Coverage.VIEWS)).isGreaterThan(ALL.runs() / 2);
        assertThat(ALL.of(Coverage.EVIDENCE)).isZero();
        assertThat(stable).isGreaterThan(4L * ALL.runs());
        assertThat(restored).isGreaterThan(ALL.runs() / 4L);
        assertThat(ALL.of(Coverage.NOTHING)).isLessThan(ALL.runs() / 10);
    }

    @Test
    void threeMembersBearOneThatCrashesAndStartsAgain() {
        Result result = group(3).crashes(crash -> crash.recoveredWhen(JointGroup::takenInByAQuorum))
                .seeds(OF_THREE)
                .run();

        assertThat(result.last().members()).hasSize(3);
    }

    @Test
    void fiveMembersBearTwoThatCrashAndStartAgain() {
        Result result = group(5).crashes(crash -> crash.recoveredWhen(JointGroup::takenInByAQuorum))
                .seedsOf(Path.of("src/test/resources/seeds/crash5.txt"))
                .seeds(OF_FIVE)
                .run();

        assertThat(result.last().members()).hasSize(5);
    }

    /**
     * With the majority of three, two go on without the third, whoever it is: also the leader. To form a group, and to certify
     * the first view, takes all three (GM-21).
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void twoOfThreeGoOnWithoutTheThird(int member) {
        int[] stopped = new int[1];

        Result result = oneStops(JointGroup.cores(new AbcastRules()), member)
                .each(ALL)
                .each(CrashSimulationTest::count)
                .seeds(STOPPED)
                .each(run -> stopped[0] += run.member(member).stopped() ? 1 : 0)
                .run();

        assertThat(stopped[0]).isGreaterThan((int) result.seeds() / 2);
    }

    static Simulation oneStops(CoreFactory cores, int member) {
        return simulation(cores, 3).at(ms(1_500 + 300L * member), run -> stop(run, member));
    }

    @Test
    void threeOfFiveGoOnWithoutTheOtherTwo() {
        int[] stopped = new int[1];

        Result result = group(5).at(ms(1_500), run -> stop(run, 0))
                .at(ms(1_900), run -> stop(run, 3))
                .seeds(STOPPED)
                .each(run -> stopped[0] += run.member(3).stopped() ? 1 : 0)
                .run();

        assertThat(stopped[0]).isGreaterThan((int) result.seeds() / 2);
    }

    /** The two that hear each other go on; the third is given the state that they have come to. */
    @Test
    void whoWasCutOffForLongIsGivenTheState() {
        long before = restored;

        Result result = group(3).at(ms(900), run -> run.partition(List.of(List.of(0, 1), List.of(2))))
                .at(ms(2_400), Run::heal)
                .seeds(STOPPED)
                .run();

        if (result.seeds() < STOPPED) return; // one seed was asked for
        assertThat(restored - before).as("states given").isGreaterThan(STOPPED / 8L);
    }

    /** AD-9: a view is judged by the rules of its own fault model, whoever asks for others. */
    @Test
    void nobodyIsConvictedByTheRulesOfTheOtherModel() {
        int[] excluded = new int[1];

        Result result = framed(JointGroup.cores(new AbcastRules()))
                .seeds(FRAMED)
                .each(run ->
                        excluded[0] += run.live().get(0).view().exclusions().size())
                .run();

        if (result.seeds() < FRAMED) return; // one seed was asked for
        assertThat(excluded[0]).as("who brought a choice that is valid").isPositive();
    }

    static Simulation framed(CoreFactory cores) {
        return simulation(cores, 3).byzantine(2, OtherModel::new);
    }

    private static void stop(Run run, int member) {
        boolean formed = run.members().stream()
                .noneMatch(each -> each.notices(ViewCertified.class).isEmpty());
        if (formed) run.crash(member);
    }
}
