package org.testudo.simulator;

import java.util.stream.LongStream;

/** Which seeds a simulation runs: as the test says, unless a system property says otherwise. */
record Seeds(long first, long count) {
    /** One seed to rerun. */
    static final String SEED = "testudo.seed";
    /** Another number of seeds, {@code 10000}, or a range of them, {@code 5000..5999}. */
    static final String SEEDS = "testudo.seeds";

    Seeds {
        if (count < 1) throw new IllegalArgumentException("a simulation needs at least one seed, found " + count);
    }

    Seeds orProperties() {
        String one = System.getProperty(SEED);
        if (one != null) return new Seeds(number(SEED, one), 1);
        String many = System.getProperty(SEEDS);
        if (many == null || count == 1) return this;
        int dots = many.indexOf("..");
        if (dots < 0) return new Seeds(first, number(SEEDS, many));
        long from = number(SEEDS, many.substring(0, dots));
        return new Seeds(from, number(SEEDS, many.substring(dots + 2)) - from + 1);
    }

    LongStream stream() {
        return LongStream.range(first, first + count);
    }

    private static long number(String property, String text) {
        try {
            return Long.parseLong(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    property + "=" + text + ": give a number, or for " + SEEDS + " 10..20", e);
        }
    }
}
