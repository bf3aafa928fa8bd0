package org.testudo.failuredetector.core;

import java.util.Arrays;

/**
 * Measures how long a peer takes to echo (FD-5). The estimate is the lower median of the latest five measurements, so that
 * one pause of either process is not taken for a long way. What a faulty peer echoes late, or before it was asked, changes the
 * estimate of its own round trip alone; whoever uses estimates of several peers has to expect that of f of them. Times are
 * nanoseconds on the monotonic clock of the core.
 */
final class RoundTrip {
    /** What is taken for the round trip until the first echo: across the world it is not much longer. */
    static final long GUESS = 250_000_000;

    private static final int SAMPLES = 5;
    /** Probes whose echo is still taken. */
    private static final int UNDER_WAY = 4;
    /** How many times as long the pause between probes becomes while none of them is answered in time. */
    private static final int MOST_PAUSE = 16;
    /** A change of less than this is not worth telling. */
    private static final long LEAST_CHANGE = 2_000_000;

    private final long[] sentAt = new long[UNDER_WAY];
    private final long[] samples = new long[SAMPLES];
    private long next = 1;
    private long answered;
    private long probedAt;
    private int measured;
    private long told = GUESS;

    /** The first probe is due at once. */
    RoundTrip(long now, long interval) {
        probedAt = now - interval;
    }

    /**
     * When the next probe is due: soon while nothing was measured, else now and then. When so many are under way that the echo of
     * the next to be forgotten has not come, the pauses grow, so that an echo counts in the end however long it takes.
     */
    long due(long interval) {
        long pause = measured == 0 ? interval : Math.max(4 * interval, estimate() / 2);
        long unanswered = next - 1 - answered;
        return probedAt + pause * Math.max(1, Math.min(MOST_PAUSE, unanswered - UNDER_WAY + 1));
    }

    /** The number of the probe that is sent now. */
    long probe(long now) {
        probedAt = now;
        sentAt[(int) (next % UNDER_WAY)] = now;
        return next++;
    }

    /** This process has slept: what was under way meanwhile measures nothing. */
    void forget() {
        answered = next - 1;
    }

    /**
     * An echo came; one that was not asked for, is too old or comes again is nothing.
     *
     * @return whether the estimate has changed enough to be told
     */
    boolean echoed(long number, long now) {
        if (number <= answered || number >= next || number < next - UNDER_WAY) return false;
        answered = number;
        samples[measured++ % SAMPLES] = now - sentAt[(int) (number % UNDER_WAY)];
        if (measured == 2 * SAMPLES) measured = SAMPLES;
        long change = Math.abs(estimate() - told);
        if (measured > 1 && change < Math.max(LEAST_CHANGE, told / 8)) return false;
        told = estimate();
        return true;
    }

    /** The estimate; a guess until the first echo. */
    long estimate() {
        if (measured == 0) return GUESS;
        long[] latest = Arrays.copyOf(samples, Math.min(measured, SAMPLES));
        Arrays.sort(latest);
        return latest[(latest.length - 1) / 2];
    }
}
