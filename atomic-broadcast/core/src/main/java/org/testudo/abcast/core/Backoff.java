package org.testudo.abcast.core;

import java.time.Duration;

/** Doubles waiting with each leader that failed; halves it with each slot delivered (AB-4). Kept across views (AB-17). */
final class Backoff {
    private static final int MOST = 16;
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private int level;

    void raise() {
        level = Math.min(MOST, level + 1);
    }

    void progress() {
        level = Math.max(0, level - 1);
    }

    /** A time to wait at the present level; at most a minute, or the time itself if that is longer. */
    Duration of(Duration base) {
        Duration raised = base.multipliedBy(1L << level);
        Duration most = base.compareTo(LONGEST) > 0 ? base : LONGEST;
        return raised.compareTo(most) > 0 ? most : raised;
    }
}
