package org.testudo.simulator.check;

import java.util.function.ToIntFunction;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Violation;

/** The state of no correct core grows above a limit, whatever its peers send. Looked at every few events. */
final class BoundedState implements Observer {
    private static final int INTERVAL = 16;

    private final Run run;
    private final int limit;
    private final ToIntFunction<ProtocolCore<?>> size;

    BoundedState(Run run, int limit, ToIntFunction<ProtocolCore<?>> size) {
        this.run = run;
        this.limit = limit;
        this.size = size;
    }

    @Override
    public boolean watchesSteps() {
        return true;
    }

    @Override
    public void stepped(SimulatedMember member, int layer) {
        if (member.correct() && member.steps() % INTERVAL == 0) measure(member);
    }

    @Override
    public void ended() {
        run.correct().forEach(this::measure);
    }

    private void measure(SimulatedMember member) {
        for (int each = 0; each < member.height(); each++) {
            int found = size.applyAsInt(member.core(each));
            if (found > limit) {
                throw new Violation(
                        Checks.BOUNDED_STATE,
                        member.id() + " holds " + found + " in layer " + each + ", its limit is " + limit);
            }
        }
    }
}
