package org.testudo.membership.joint;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.notice.InstructionsInForce;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Pardoned;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Violation;

/**
 * Who is excluded holds no seat in any later view, and is named in all of them, until a pardon that enough operators have approved;
 * each lifts one exclusion. Under a key that has been excluded nobody sits or waits for a seat ever again, pardoned or not (GM-6).
 */
final class StayOut implements Observer {
    private final Run run;
    private final Map<SimulatedMember, Seen> seen = new HashMap<>();

    StayOut(Run run) {
        this.run = run;
    }

    /** What one member has shown. */
    private final class Seen {
        private final Set<MemberId> out = new TreeSet<>();
        private final Map<MemberId, StatementKey> keys = new TreeMap<>();
        private final Set<StatementKey> dead = new HashSet<>();
        private final Set<Pardoned> announced = new HashSet<>();
        private final Set<Pardoned> used = new HashSet<>();

        Seen() {
            run.genesis().roster().forEach(each -> keys.put(each.member(), each.statementKey()));
        }
    }

    @Override
    public void announced(SimulatedMember member, int layer, Notice notice) {
        if (!member.correct() || !(notice instanceof InstructionsInForce it)) return;
        for (Pardoned each : it.pardoned()) {
            if (!Pardoning.approved(run).contains(each))
                throw new Violation(
                        JointChecks.STAY_OUT, member.id() + " announced " + each + ", which nobody approved");
            of(member).announced.add(each);
        }
    }

    @Override
    public void installed(SimulatedMember member, ViewRecord view) {
        if (!member.correct()) return;
        Seen before = of(member);
        for (MemberId each : Set.copyOf(before.out)) {
            if (view.seatOf(each).isPresent() || !view.excluded(each) && !lifted(before, each))
                throw new Violation(
                        JointChecks.STAY_OUT, each + " came back in view " + view.id() + " at " + member.id());
            if (!view.excluded(each)) before.out.remove(each);
        }
        for (Occupant each : view.occupants()) requireAlive(before, each.origin(), view);
        view.standbys().forEach(each -> requireAlive(before, each.origin(), view));
        for (Exclusion each : view.exclusions()) {
            if (before.out.add(each.member())) before.dead.add(before.keys.get(each.member()));
        }
    }

    private Seen of(SimulatedMember member) {
        return seen.computeIfAbsent(member, any -> new Seen());
    }

    /** Whether a pardon of this name was announced that has lifted no exclusion yet. */
    private static boolean lifted(Seen seen, MemberId name) {
        for (Pardoned each : seen.announced) {
            if (!each.member().equals(name) || !seen.used.add(each)) continue;
            seen.keys.put(name, each.key());
            return true;
        }
        return false;
    }

    private static void requireAlive(Seen seen, Origin start, ViewRecord view) {
        if (seen.dead.contains(start.key()))
            throw new Violation(
                    JointChecks.STAY_OUT, "an excluded key of " + start.principal() + " counts in view " + view.id());
    }
}
