package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * This start of the member holds no seat any more, and no later view can hold it, since only a later start can join (GM-23): it
 * has given it up before and goes on with its journal, or operators have let it go and the others have ordered without it (GM-3).
 * The host sets the journal aside and stops; the next start is a new incarnation.
 *
 * @param view in force, in which it neither sits nor waits for a seat
 */
public record Retired(long view) implements Notice {
    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "retired-before-view=" + view;
    }
}
