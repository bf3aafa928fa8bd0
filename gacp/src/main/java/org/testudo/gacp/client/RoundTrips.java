package org.testudo.gacp.client;

import java.time.Duration;

/** How long an answer takes, and how long to wait for one before others are asked (RFC 6298). Used by one thread. */
final class RoundTrips {
    private final long least;
    private final long most;
    private long smoothed = -1;
    private long variation;

    RoundTrips(Duration least, Duration most) {
        this.least = least.toNanos();
        this.most = most.toNanos();
    }

    void measured(long nanos) {
        if (smoothed < 0) {
            smoothed = nanos;
            variation = nanos / 2;
        } else {
            variation += (Math.abs(nanos - smoothed) - variation) / 4;
            smoothed += (nanos - smoothed) / 8;
        }
    }

    /** How long to wait after so many attempts; doubles with each. */
    long patience(int attempts) {
        long first = smoothed < 0 ? 4 * least : Math.max(least, smoothed + 4 * variation);
        long patience = Math.min(first, most);
        for (int i = 1; i < attempts && patience < most; i++) patience *= 2;
        return Math.min(patience, most);
    }
}
