package org.testudo.abcast.core;

import java.time.Duration;

/**
 * How long until a member tells its status again when nothing is under way (AB-29): first soon, for what was sent last may be
 * lost and nobody knows that it was; then ever more rarely, so that a group with nothing to do costs next to nothing.
 */
final class Calm {
    /** A member that runs lets no longer time pass between two. */
    static final Duration LONGEST = Duration.ofSeconds(1);

    private final Ordering ordering;
    private Duration wait = Duration.ZERO;
    private long delivered = -1;
    private long view = -1;

    Calm(Ordering ordering) {
        this.ordering = ordering;
    }

    /** The time to the next status; looked at once for each. */
    Duration next(boolean busy) {
        boolean moved = delivered != ordering.delivered() || view != ordering.view();
        delivered = ordering.delivered();
        view = ordering.view();
        Duration least = ordering.settings().idlePulse();
        Duration twice = wait.multipliedBy(2);
        Duration longer = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
        wait = busy || moved || longer.compareTo(least) < 0 ? least : longer;
        return wait;
    }
}
