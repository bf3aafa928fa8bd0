package org.testudo.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PrimitiveIterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Runs seeds on several threads and shows them in the order of the seeds, one at a time, to the thread that asks: what comes
 * out of many runs does not depend on how many threads there were, and the first that fails is the smallest.
 */
final class Sweep implements AutoCloseable {
    /** How many threads a simulation that allows several gets; without it as many as there are processors. */
    static final String THREADS = "testudo.threads";

    /** So that the others need not wait for one long run: how many runs of each thread may be done and not yet shown. */
    private static final int AHEAD = 4;

    private final PrimitiveIterator.OfLong seeds;
    private final LongFunction<Ended> execute;
    private final ExecutorService workers;
    private final int most;
    private final Deque<Future<Ended>> ahead = new ArrayDeque<>();

    /** A run that is over; and what it threw, if it did. */
    record Ended(Run run, Throwable failure) {}

    /** @param execute runs a seed; called by several threads at a time if there are more than one */
    Sweep(int threads, PrimitiveIterator.OfLong seeds, LongFunction<Ended> execute) {
        this.seeds = seeds;
        this.execute = execute;
        this.workers = threads > 1 ? Executors.newFixedThreadPool(threads, Sweep::daemon) : null;
        this.most = AHEAD * threads;
    }

    static int threads() {
        return Math.max(1, Integer.getInteger(THREADS, Runtime.getRuntime().availableProcessors()));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "testudo-seeds");
        thread.setDaemon(true);
        return thread;
    }

    boolean hasNext() {
        return !ahead.isEmpty() || seeds.hasNext();
    }

    /** The run of the next seed. */
    Ended next() {
        if (workers == null) return execute.apply(seeds.nextLong());
        while (ahead.size() < most && seeds.hasNext()) {
            long seed = seeds.nextLong();
            ahead.add(workers.submit(() -> execute.apply(seed)));
        }
        try {
            return ahead.remove().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while seeds run", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a thread that runs seeds failed", e.getCause());
        }
    }

    /** Begins no further run, and waits for those that have begun. */
    @Override
    public void close() {
        if (workers == null) return;
        ahead.forEach(each -> each.cancel(false));
        workers.shutdown();
        try {
            if (!workers.awaitTermination(1, TimeUnit.MINUTES)) workers.shutdownNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
