package org.testudo.benchmarks;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How long a load runs before anything is measured: for a least time, and on until the JIT compilers of all processes are done.
 * A member of a group has thousands of methods that are worth compiling, one of a stock channel hundreds; where four or ten
 * members share two slow processors that takes minutes, and whoever measures sooner measures the compilers.
 *
 * @param compiling how long all compilers of all processes have been at work so far, in milliseconds
 * @param pause lets time pass
 * @param processors how many there are for all members
 */
record WarmUp(LongSupplier compiling, Consumer<Duration> pause, int processors) {
    private static final Duration STEP = Duration.ofSeconds(5);

    /** The compilers are done when in two steps, one after the other, they were at work for less than this part of the time. */
    static final double DONE = 0.05;

    static final Duration MOST = Duration.ofMinutes(10);

    /** Steps after which it is told how far they are. */
    private static final int TOLD = 6;

    /** Of the load that runs; none at all if the least time is 0. */
    static void of(Fleet fleet, Duration least) {
        LongSupplier compiling = () -> fleet.askAll("compiling", "compiling").stream()
                .mapToLong(each -> each.get("millis").asLong())
                .sum();
        new WarmUp(compiling, fleet::pause, Runtime.getRuntime().availableProcessors()).run(least);
    }

    /** Returns after how long it is over; tells now and then how far it is. */
    Duration run(Duration least) {
        if (least.isZero()) return Duration.ZERO;
        Duration passed = least.compareTo(STEP) > 0 ? least.minus(STEP) : Duration.ZERO;
        pause.accept(passed);
        double last = 1;
        double share = share();
        passed = passed.plus(STEP);
        for (int step = 1; Math.max(last, share) > DONE && passed.compareTo(MOST) < 0; step++) {
            last = share;
            share = share();
            passed = passed.plus(STEP);
            if (step % TOLD == 0) tell(passed, share);
        }
        tell(passed, share);
        return passed;
    }

    private static void tell(Duration passed, double share) {
        System.err.println(String.format(
                Locale.ROOT,
                "warm-up: %d s, JIT compilers at work %.0f %% of it lately",
                passed.toSeconds(),
                100 * share));
    }

    /** Of the time of all processors; more than 1 where the compilers' threads wait for them. */
    private double share() {
        long before = compiling.getAsLong();
        pause.accept(STEP);
        return (compiling.getAsLong() - before) / ((double) STEP.toMillis() * processors);
    }
}
