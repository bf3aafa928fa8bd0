package org.testudo.gacp.server;

/** A token bucket: so many at once, so many a second. Safe for use by several threads. */
final class Throttle {
    private final long burst;
    private final long nanosPerToken;
    private long fullAt;

    Throttle(int perSecond, int burst) {
        this.burst = burst;
        this.nanosPerToken = 1_000_000_000L / perSecond;
        this.fullAt = System.nanoTime();
    }

    /** Takes tokens, on credit if need be; gives back how many nanoseconds to wait before the next. */
    synchronized long take(int tokens) {
        long now = System.nanoTime();
        if (fullAt - now < 0) fullAt = now;
        fullAt += tokens * nanosPerToken;
        return Math.max(0, fullAt - now - burst * nanosPerToken);
    }

    /** Takes a token if there is one. */
    synchronized boolean tryTake() {
        long now = System.nanoTime();
        if (fullAt - now < 0) fullAt = now;
        if (fullAt - now + nanosPerToken > burst * nanosPerToken) return false;
        fullAt += nanosPerToken;
        return true;
    }
}
