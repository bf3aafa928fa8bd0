package org.testudo.gacp.client;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** The one thread on which a client's engine runs. What goes into its queue is bounded by those who put it there. */
final class ClientLoop {
    private static final long BUSY_TICK = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long IDLE_TICK = TimeUnit.MILLISECONDS.toNanos(500);

    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final long start = System.nanoTime();
    private final BooleanSupplier busy;
    private final LongConsumer tick;
    private final Thread thread;
    private volatile boolean stopped;

    /**
     * @param busy whether time matters now
     * @param tick is called with the time, often while busy and seldom while not
     */
    ClientLoop(String name, BooleanSupplier busy, LongConsumer tick) {
        this.busy = busy;
        this.tick = tick;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void enqueue(Runnable task) {
        if (!stopped) inbox.add(task);
    }

    /** Nanoseconds since the loop was made. */
    long now() {
        return System.nanoTime() - start;
    }

    /** Ends the loop after what is in its queue. */
    void stop() {
        enqueue(() -> stopped = true);
    }

    private void run() {
        try {
            long next = 0;
            while (!stopped) {
                Runnable task = inbox.poll(Math.max(0, next - now()), TimeUnit.NANOSECONDS);
                if (task != null) task.run();
                if (now() >= next) {
                    tick.accept(now());
                    next = now() + IDLE_TICK;
                }
                if (busy.getAsBoolean()) next = Math.min(next, now() + BUSY_TICK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
