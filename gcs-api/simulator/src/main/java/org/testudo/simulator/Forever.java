package org.testudo.simulator;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Runs one seed after the other until one fails or the process is stopped, and says how far it is. */
final class Forever {
    /** Switches it on, for every simulation that runs more than one seed. */
    static final String PROPERTY = "testudo.forever";

    private static final long INTERVAL = 10_000_000_000L;

    private final LongSupplier nanos;
    private final Consumer<String> out;

    Forever(LongSupplier nanos, Consumer<String> out) {
        this.nanos = nanos;
        this.out = out;
    }

    static boolean wanted() {
        return Boolean.getBoolean(PROPERTY);
    }

    /** Never returns; throws what the first failing seed throws. */
    void run(long first, LongConsumer oneSeed) {
        long began = nanos.getAsLong();
        long told = began;
        for (long seed = first; ; seed++) {
            try {
                oneSeed.accept(seed);
            } catch (Violation failure) {
                out.accept(progress(first, seed, nanos.getAsLong() - began) + ", failures 1: " + failure.getMessage());
                throw failure;
            }
            long now = nanos.getAsLong();
            if (now - told >= INTERVAL) {
                told = now;
                out.accept(progress(first, seed, now - began) + ", failures 0");
            }
        }
    }

    private static String progress(long first, long seed, long nanos) {
        long done = seed - first + 1;
        double each = nanos == 0 ? 0 : done * 1e9 / nanos;
        return String.format(Locale.ROOT, "testudo.forever: seeds %d to %d, %.1f seeds/s", first, seed, each);
    }
}
