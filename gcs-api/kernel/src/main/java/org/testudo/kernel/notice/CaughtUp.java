package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * The ordering says whether this member holds all that it knows to be ordered: announced when that changes. What it knows is
 * what one correct member at least has said; so no liar can keep a member from believing that it has caught up.
 *
 * @param caughtUp false while f+1 members are ahead by more than what is under way
 * @param delivered the last slot delivered here
 */
public record CaughtUp(boolean caughtUp, long delivered) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "caught-up=" + caughtUp + " delivered=" + delivered;
    }
}
