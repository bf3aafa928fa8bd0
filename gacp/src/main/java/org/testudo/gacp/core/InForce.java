package org.testudo.gacp.core;

import org.testudo.api.Notice;
import org.testudo.kernel.view.ViewRecord;

/** Replies that are announced from here on are signed under this view. */
public record InForce(ViewRecord view) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "client-access-view=" + view.id();
    }
}
