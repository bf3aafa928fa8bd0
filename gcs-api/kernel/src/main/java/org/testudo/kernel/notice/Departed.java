package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * This member has left in good order, and the group no longer needs what it holds (GM-14): the host may close. Announced once
 * in answer to {@link DepartureWanted}.
 *
 * @param view in which it is gone, or inactive
 */
public record Departed(boolean forGood, long view) implements Notice {
    @Override
    public Level level() {
        return Level.INFO;
    }

    @Override
    public String describe() {
        return "departed=" + (forGood ? "retired" : "disconnected") + " view=" + view;
    }
}
