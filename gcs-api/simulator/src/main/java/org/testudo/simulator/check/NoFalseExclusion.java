package org.testudo.simulator.check;

import org.testudo.api.Notice;
import org.testudo.kernel.notice.Judged;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Violation;

/** No correct member is excluded, loses its seat, or is judged guilty, at any correct member (GM-4). */
final class NoFalseExclusion implements Observer {
    private final Run run;

    NoFalseExclusion(Run run) {
        this.run = run;
    }

    @Override
    public void installed(SimulatedMember member, ViewRecord view) {
        if (!member.correct()) return;
        for (SimulatedMember each : run.correct()) {
            if (view.excluded(each.id()) || lost(member, each, view)) {
                throw new Violation(
                        Checks.NO_FALSE_EXCLUSION,
                        member.id() + " installed view " + view.id() + " without " + each.id() + ": " + view.reason());
            }
        }
    }

    /** Whether the view takes a seat that the one before gave, and its occupant has not asked to go. */
    private static boolean lost(SimulatedMember member, SimulatedMember occupant, ViewRecord view) {
        return view.id() > 1
                && member.views().get((int) view.id() - 1).seatOf(occupant.id()).isPresent()
                && view.seatOf(occupant.id()).isEmpty()
                && !view.reason().contains(occupant.id() + " retired");
    }

    @Override
    public void announced(SimulatedMember member, int layer, Notice notice) {
        if (!member.correct() || !(notice instanceof Judged judged) || !judged.effective()) return;
        int target = run.indexOf(judged.target());
        if (target >= 0 && run.member(target).correct()) {
            throw new Violation(Checks.NO_FALSE_EXCLUSION, member.id() + " announced " + judged.describe());
        }
    }
}
