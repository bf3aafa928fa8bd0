package org.testudo.simulator.check;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.testudo.api.Notice;
import org.testudo.kernel.command.Evidence;
import org.testudo.kernel.notice.Misbehaved;
import org.testudo.kernel.statement.ProtocolVersion;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Violation;

/** What a correct member announces as evidence is evidence, and not against a correct member. */
final class NoEvidenceAgainstCorrect implements Observer {
    private final Run run;
    private final Map<Long, ViewRecord> views = new TreeMap<>();

    NoEvidenceAgainstCorrect(Run run) {
        this.run = run;
    }

    /** All correct members install the same records: another checker sees to that. */
    @Override
    public void installed(SimulatedMember member, ViewRecord view) {
        if (member.correct()) views.putIfAbsent(view.id(), view);
    }

    @Override
    public void announced(SimulatedMember member, int layer, Notice notice) {
        if (!member.correct() || !(notice instanceof Misbehaved misbehaved)) return;
        int target = run.indexOf(misbehaved.member());
        if (target >= 0 && run.member(target).correct() && isOfIts(misbehaved.evidence(), run.member(target))) {
            throw new Violation(
                    Checks.NO_EVIDENCE, member.id() + " announced evidence against the correct " + misbehaved.member());
        }
        Evidence evidence = misbehaved.evidence();
        boolean sound = evidence.accused().name().equals(misbehaved.member().name())
                && evidence.judge(view -> Optional.ofNullable(views.get(view)), ProtocolVersion.CURRENT_RULES)
                        == Evidence.Verdict.CONVICTS;
        if (!sound) {
            throw new Violation(
                    Checks.NO_EVIDENCE,
                    member.id() + " announced against " + misbehaved.member() + " what does not convict it");
        }
    }

    /** Whether the key that the name had in that view is this start's, and not a former one, of before its pardon (GM-6). */
    private boolean isOfIts(Evidence evidence, SimulatedMember accused) {
        return Optional.ofNullable(views.get(evidence.view()))
                .flatMap(view -> view.occupant(accused.id()))
                .map(occupant -> occupant.statementKey()
                        .equals(accused.context().origin().key()))
                .orElse(true);
    }
}
