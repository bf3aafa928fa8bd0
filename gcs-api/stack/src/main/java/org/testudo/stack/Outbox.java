package org.testudo.stack;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The thread that signs and sends, in the order in which the cores asked for it: a key that a core retires is erased after
 * what the core had signed before, and before anything that it signs later (GM-11). The loop waits when the queue is full;
 * this thread never waits for the loop, and the transport never blocks it (SICP-5).
 */
final class Outbox {
    private static final int BOUND = 8_192;

    private final ArrayBlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(BOUND);
    private final Thread thread;
    private volatile boolean stopped;

    /** @param failed is told what ended the thread before its time */
    Outbox(String name, Consumer<Throwable> failed) {
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
        try {
            boolean added = false;
            while (!added && !stopped) added = queue.offer(task, 100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("the loop was interrupted while it waited for the signing thread", e);
        }
    }

    /** Tasks that wait. */
    int depth() {
        return queue.size();
    }

    /** Ends the thread after the present task; what was not sent yet is not sent. */
    void stop() {
        stopped = true;
        queue.clear();
        queue.offer(() -> {});
    }

    private void run() {
        try {
            while (!stopped) queue.take().run();
        } catch (InterruptedException e) {
            throw new IllegalStateException("the signing thread was interrupted", e);
        }
    }
}
