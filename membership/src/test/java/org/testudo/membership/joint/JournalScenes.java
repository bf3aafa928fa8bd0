package org.testudo.membership.joint;

import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.check.Checks.equalStates;
import static org.testudo.simulator.check.Checks.nothingLost;

import java.util.List;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Simulation;

/** What befalls members that keep a journal. */
final class JournalScenes {
    private static final int CUT_OFF = 3;

    private JournalScenes() {}

    static Simulation withJournals(CoreFactory cores) {
        return JointGroup.simulation(cores).journals().check(nothingLost());
    }

    /** All lose power, once or several times, and come back one after the other. */
    static Simulation powerLosses(Simulation simulation) {
        for (int at = 500; at < 2_300; at += 150) {
            int time = at;
            simulation.at(ms(at), run -> {
                if (run.random("power at " + time).chance(0.2)) run.journals().powerLoss(ms(400));
            });
        }
        return simulation;
    }

    /** With an application, whose state is in the checkpoints, and must be the same at all after each operation. */
    static Simulation withStates(CoreFactory cores) {
        return withJournals(cores).application(Register::new).check(equalStates());
    }

    /**
     * One is cut off until the others have forgotten what it lacks, is given a state, and crashes as soon as it has delivered
     * something on top of it. Later all lose power.
     */
    static Simulation givenAState(Simulation simulation) {
        simulation.at(ms(900), run -> run.partition(List.of(List.of(0, 1, 2), List.of(CUT_OFF))));
        simulation.at(ms(2_000), Run::heal);
        for (int at = 2_001; at < 2_600; at++) simulation.at(ms(at), JournalScenes::crashOnTopOfAState);
        return simulation.at(ms(2_900), run -> run.journals().powerLoss(ms(100)));
    }

    private static void crashOnTopOfAState(Run run) {
        SimulatedMember member = run.member(CUT_OFF);
        boolean first = member.running() && !member.resumed();
        List<StateRestored> given = member.notices(StateRestored.class);
        if (!first || given.isEmpty()) return;
        long last = member.deliveries().get(member.deliveries().size() - 1).slot();
        if (last <= given.get(given.size() - 1).slot()) return;
        run.crash(CUT_OFF);
        run.restart(CUT_OFF);
    }

    /** One loses its disk, starts as another incarnation, and soon again with the journal of that, perhaps before it has joined. */
    static Simulation losesItsDiskAndStartsTwice(Simulation simulation) {
        simulation.at(ms(1_200), run -> run.crash(victim(run))).at(ms(1_201), run -> {
            run.journals().rollBack(victim(run), 0);
            run.restart(victim(run));
        });
        for (int at = 1_210; at < 2_400; at += 10) simulation.at(ms(at), JournalScenes::crashAgain);
        return simulation;
    }

    private static void crashAgain(Run run) {
        SimulatedMember member = run.member(victim(run));
        boolean second = member.running() && member.context().start().number() == 1;
        if (!second || !run.random("again " + run.now()).chance(0.05)) return;
        run.crash(member.index());
        run.restart(member.index());
    }

    /**
     * An old image of a disk is put back, with whatever share of the journal, which takes a second: by then who heard its owner last
     * has told the others. What a single one knows, that one alone can show (G-1).
     */
    static Simulation rolledBack(Simulation simulation) {
        return simulation.at(ms(1_200), run -> run.crash(victim(run))).at(ms(2_200), run -> {
            run.journals().rollBack(victim(run), run.random("image").below(100) / 100.0);
            run.restart(victim(run));
        });
    }

    private static int victim(Run run) {
        return run.random("victim").pick(run.correct()).index();
    }
}
