package org.testudo.failuredetector.core;

import java.util.Arrays;

/**
 * The latest silences of one peer that ended, and how long a silence of it may last (FD-7). The bound is the threshold of a
 * phi-accrual detector (Hayashibara et al.) over a normal distribution: six deviations are a phi of about nine, one false
 * suspicion in a thousand million silences if they were normal. Integers only; in nanoseconds.
 */
final class ArrivalHistory {
    /** How many silences are remembered. */
    static final int SIZE = 16;

    private static final long DEVIATIONS = 6;
    /** Computes in tenths of a millisecond: squares of days do not overflow. */
    private static final long UNIT = 100_000;

    private final long[] silences = new long[SIZE];
    private final long interval;
    private int next;

    /** Begins as if the peer had always been heard once per interval. */
    ArrivalHistory(long interval) {
        this.interval = interval;
        Arrays.fill(silences, interval);
    }

    /**
     * Adds a silence. One shorter than half an interval is left out: a burst says nothing about silences, but would drown
     * those that do.
     */
    void add(long silence) {
        if (silence < interval / 2) return;
        silences[next] = silence;
        next = (next + 1) % SIZE;
    }

    /** How long a silence may last: the mean, an interval, and six deviations. */
    long bound() {
        long mean = Arrays.stream(silences).sum() / SIZE;
        long variance = Arrays.stream(silences)
                        .map(each -> (each - mean) / UNIT)
                        .map(each -> each * each)
                        .sum()
                / SIZE;
        return mean + interval + DEVIATIONS * UNIT * root(variance);
    }

    /** The largest integer whose square is not above the value. */
    private static long root(long value) {
        if (value < 2) return value;
        long guess = 1L << (64 - Long.numberOfLeadingZeros(value)) / 2 + 1;
        while (true) {
            long better = (guess + value / guess) / 2;
            if (better >= guess) return guess;
            guess = better;
        }
    }
}
