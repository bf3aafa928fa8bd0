package org.testudo.stack.recorder;

import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.view.ViewRecord;

/** The lives that replayed cores have learnt from the views that they have installed, as a member would. */
public final class ReplayLives implements Lives {
    private final GroupLife first;
    private GroupLife present;

    /** Begins in this view. */
    public ReplayLives(ViewRecord view) {
        first = view.life();
        present = first;
    }

    void installed(ViewRecord view) {
        present = view.life();
    }

    @Override
    public GroupLife forming() {
        return first;
    }

    @Override
    public GroupLife formed() {
        return present.forming() ? Lives.unknown(first) : present;
    }
}
