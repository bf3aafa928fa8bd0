package org.testudo.failuredetector.core;

/**
 * What one peer says of whether it hears this member. That it does not counts until it says otherwise, or nothing for a while; after
 * a change of mind that it does not hear counts only as much later, so that one that lies cannot make this member waver faster than
 * its own silence could. Times are nanoseconds.
 */
final class Hearing {
    private static final long NEVER = Long.MAX_VALUE;

    private long until = NEVER;
    private long notBefore = Long.MIN_VALUE;

    /** Whether it says that it does not hear this member. */
    boolean denied() {
        return until != NEVER;
    }

    /**
     * It says whether it hears this member.
     *
     * @param counts how long a word counts
     * @return whether that changes anything
     */
    boolean says(boolean heard, long now, long counts) {
        if (heard) return denied() && end(now, counts);
        if (now < notBefore) return false;
        boolean changed = !denied();
        until = now + counts;
        return changed;
    }

    /** Whether its word counts no more from now on. */
    boolean expires(long now, long counts) {
        return denied() && now >= until && end(now, counts);
    }

    private boolean end(long now, long counts) {
        until = NEVER;
        notBefore = now + counts;
        return true;
    }

    /** When its word counts no more unless it is said again; far away if there is none. */
    long until() {
        return until;
    }
}
