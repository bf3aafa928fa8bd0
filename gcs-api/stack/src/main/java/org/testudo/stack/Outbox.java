package org.testudo.stack;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The thread that signs and sends, in the order in which the cores asked for it: a key that a core retires is erased after
 * what the core had signed before, and before anything that it signs later (GM-11). The loop never waits for it: past a
 * bound, the intake takes nothing more from peers until half of it is done. This thread never waits for the loop, and the
 * transport never blocks it (SICP-5).
 */
final class Outbox {
    static final int BOUND = 8_192;

    private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final AtomicBoolean congested = new AtomicBoolean();
    private final Runnable relief;
    private final Thread thread;
    private volatile boolean stopped;

    /**
     * @param relief runs when there is room again after {@link #congested} was true
     * @param failed is told what ended the thread before its time
     */
    Outbox(String name, Runnable relief, Consumer<Throwable> failed) {
        this.relief = relief;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((ended, failure) -> {
            if (!stopped) failed.accept(failure);
        });
    }

    void start() {
        thread.start();
    }

    /** On the loop. Forgotten once stopped. */
    void add(Runnable task) {
        if (stopped) return;
        queue.add(task);
        if (queue.size() >= BOUND) congested.set(true);
    }

    /** Whether the bound was reached and half of it is not done yet. */
    boolean congested() {
        return congested.get();
    }

    /** Tasks that wait. */
    int depth() {
        return queue.size();
    }

    /** Ends the thread after the present task; what was not sent yet is not sent. */
    void stop() {
        stopped = true;
        queue.clear();
        queue.add(() -> {});
    }

    private void run() {
        try {
            while (!stopped) {
                queue.take().run();
                if (queue.size() <= BOUND / 2 && congested.compareAndSet(true, false)) relief.run();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("the signing thread was interrupted", e);
        }
    }
}
