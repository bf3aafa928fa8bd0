package org.testudo.abcast.core;

import java.time.Duration;

/**
 * How long large requests take: from when one is its origin's next until it is delivered, smoothed. Whoever sends one again
 * sooner fills the way on which it comes (AB-29); whoever calls a leader slow sooner blames it for the network (AB-4).
 */
final class Turnaround {
    /** Bytes of a request from which on it is large. */
    static final int LARGE = 64 << 10;

    /** Bytes a second that any way is believed to bear: a leader is given no more time than requests would take on that. */
    private static final long SLOW = 512L << 10;

    /** No request is believed to take longer. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    /** What is sent to all takes its time once for each of three. */
    private static final int COPIES = 3;

    private Duration smoothed;

    /** A large request was delivered after so long. */
    void sample(Duration one) {
        Duration taken = least(one, LONGEST);
        smoothed =
                smoothed == null ? taken : smoothed.multipliedBy(7).plus(taken).dividedBy(8);
    }

    static boolean isLarge(int bytes) {
        return bytes >= LARGE;
    }

    /**
     * How long one of so many bytes may be on its way, twice what it takes usually, but no longer than a slow way takes: whoever sends
     * its own late cannot make everyone wait for ever longer. Small ones take no time of their own.
     */
    Duration of(int bytes) {
        return isLarge(bytes) ? usual((long) COPIES * bytes) : Duration.ZERO;
    }

    /** The same, of all that goes before it or with it: no more is believed of a leader that is slow on purpose. */
    Duration ofAll(long bytes) {
        return bytes >= LARGE ? usual(bytes) : Duration.ZERO;
    }

    private Duration usual(long bytes) {
        Duration most = least(way(bytes), LONGEST);
        return smoothed == null ? most : least(smoothed.multipliedBy(2), most);
    }

    private static Duration way(long bytes) {
        return Duration.ofNanos(bytes * 1_000_000_000L / SLOW);
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
