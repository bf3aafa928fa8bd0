package org.testudo.benchmarks.detector;

import java.util.Random;

/** How long messages are on their way, by what distribution. None takes longer than ten seconds. */
public enum Delays {
    /** A network next door: 1 ms, hardly ever more. */
    STEADY("steady", "normal, mean 1 ms, deviation 0.2 ms") {
        @Override
        double millis(Random random) {
            return 1 + 0.2 * random.nextGaussian();
        }
    },
    /** Far away, and regular. */
    NORMAL("normal", "normal, mean 100 ms, deviation 30 ms") {
        @Override
        double millis(Random random) {
            return 100 + 30 * random.nextGaussian();
        }
    },
    /** A tail: one in a thousand takes about fifty times the median. */
    LOGNORMAL("lognormal", "lognormal, median 20 ms, sigma 1.25") {
        @Override
        double millis(Random random) {
            return 20 * Math.exp(1.25 * random.nextGaussian());
        }
    },
    /** A heavy tail: the variance has no bound but the longest delay. */
    PARETO("pareto", "Pareto, least 10 ms, alpha 1.5") {
        @Override
        double millis(Random random) {
            return 10 / Math.pow(1 - random.nextDouble(), 1 / 1.5);
        }
    },
    /** Mostly next door; but now and then messages are held back and come all at once. */
    BURSTS("bursts", "1 ms, but held back 60 s after the last time on average, for 600 ms on average") {
        @Override
        double millis(Random random) {
            return 1;
        }

        @Override
        boolean bursts() {
            return true;
        }
    };

    private static final double LONGEST = 10_000;
    private static final double SHORTEST = 0.05;

    private final String label;
    private final String words;

    Delays(String label, String words) {
        this.label = label;
        this.words = words;
    }

    /** Its name in figures and pictures. */
    public String label() {
        return label;
    }

    /** The same in full. */
    public String words() {
        return words;
    }

    abstract double millis(Random random);

    /** Whether now and then nothing gets through for a while, and then everything does at once. */
    boolean bursts() {
        return false;
    }

    /** One delay, in nanoseconds. */
    final long sample(Random random) {
        return (long) (1e6 * Math.max(SHORTEST, Math.min(LONGEST, millis(random))));
    }
}
