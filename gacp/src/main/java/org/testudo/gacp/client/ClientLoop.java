package org.testudo.gacp.client;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;

/** The one thread on which a client's engine runs. What goes into its queue is bounded by those who put it there. */
final class ClientLoop {
    /** How often something is looked at that has no time of its own. */
    static final long NOW_AND_THEN = TimeUnit.MILLISECONDS.toNanos(10);

    /** The shortest time between two ticks. */
    private static final long LEAST = TimeUnit.MILLISECONDS.toNanos(1);

    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final long start = System.nanoTime();
    private final LongUnaryOperator due;
    private final LongConsumer tick;
    private final Thread thread;
    private volatile boolean stopped;

    /**
     * @param due when time matters next if nothing happens before, given when it last did; asked after whatever happens
     * @param tick is called with the time when it is due
     */
    ClientLoop(String name, LongUnaryOperator due, LongConsumer tick) {
        this.due = due;
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
            long last = -LEAST;
            while (!stopped) {
                long next = Math.max(last + LEAST, due.applyAsLong(last));
                Runnable task = inbox.poll(Math.max(0, next - now()), TimeUnit.NANOSECONDS);
                if (task != null) task.run();
                long now = now();
                if (now < Math.max(last + LEAST, due.applyAsLong(last))) continue;
                tick.accept(now);
                last = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
