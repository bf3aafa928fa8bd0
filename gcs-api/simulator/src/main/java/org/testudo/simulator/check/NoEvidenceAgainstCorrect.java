package org.testudo.simulator.check;

import org.testudo.api.Notice;
import org.testudo.kernel.notice.Misbehaved;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Violation;

/** What a correct member announces as evidence is evidence, and not against a correct member. */
final class NoEvidenceAgainstCorrect implements Observer {
    private final Run run;

    NoEvidenceAgainstCorrect(Run run) {
        this.run = run;
    }

    @Override
    public void announced(SimulatedMember member, int layer, Notice notice) {
        if (!member.correct() || !(notice instanceof Misbehaved misbehaved)) return;
        int target = run.indexOf(misbehaved.member());
        if (target >= 0 && run.member(target).correct()) {
            throw new Violation(
                    Checks.NO_EVIDENCE, member.id() + " announced evidence against the correct " + misbehaved.member());
        }
        boolean sound = misbehaved.evidence().conflicting()
                && misbehaved
                        .evidence()
                        .first()
                        .signer()
                        .name()
                        .equals(misbehaved.member().name());
        if (!sound) {
            throw new Violation(
                    Checks.NO_EVIDENCE,
                    member.id() + " announced against " + misbehaved.member() + " what does not convict it");
        }
    }
}
