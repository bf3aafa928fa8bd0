package org.testudo.stack;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.testudo.kernel.statement.Signer;

/**
 * The thread that signs and sends, in the order in which the cores asked for it: a key that a core retires is erased after
 * what the core had signed before, and before anything that it signs later (GM-11). Letters that wait one after another, as
 * those of one step do, are signed together; a letter never waits for another step. The loop never waits for this thread: past a bound, the intake
 * takes nothing more from peers until half of it is done. This thread never waits for the loop, and the transport never
 * blocks it (SICP-5).
 */
final class Outbox {
    static final int BOUND = 8_192;

    private sealed interface Entry {}

    /** Something to do with the keys, after all letters before it and before all after it. */
    private record Task(Runnable action) implements Entry {}

    private record Sending(Supplier<Letter> letter) implements Entry {}

    private final LinkedBlockingQueue<List<Entry>> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger depth = new AtomicInteger();
    /** What the loop's present step has asked for. */
    private List<Entry> step = new ArrayList<>();
    /** Of the thread: what it has taken and not done. */
    private final Deque<Entry> taken = new ArrayDeque<>();

    private final AtomicBoolean congested = new AtomicBoolean();
    private final Signer signer;
    private final Runnable relief;
    private final Thread thread;
    private volatile boolean stopped;

    /**
     * @param relief runs when there is room again after {@link #congested} was true
     * @param failed is told what ended the thread before its time
     */
    Outbox(String name, Signer signer, Runnable relief, Consumer<Throwable> failed) {
        this.signer = signer;
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

    /** On the loop: does this in its turn, after {@link #handOver}. Forgotten once stopped. */
    void add(Runnable task) {
        step.add(new Task(task));
    }

    /**
     * On the loop: signs and sends the letter, which is written on this thread, in its turn, after {@link #handOver}. Forgotten
     * once stopped.
     */
    void send(Supplier<Letter> letter) {
        step.add(new Sending(letter));
    }

    /** On the loop: the step is over. */
    void handOver() {
        if (step.isEmpty()) return;
        List<Entry> asked = step;
        step = new ArrayList<>();
        if (stopped) return;
        if (depth.addAndGet(asked.size()) >= BOUND) congested.set(true);
        queue.add(asked);
    }

    /** Whether the bound was reached and half of it is not done yet. */
    boolean congested() {
        return congested.get();
    }

    /** Entries that wait. */
    int depth() {
        return depth.get();
    }

    /** Ends the thread after what it is doing; what was not sent yet is not sent. */
    void stop() {
        stopped = true;
        queue.clear();
        queue.add(List.of(new Task(() -> {})));
    }

    private void run() {
        try {
            while (!stopped) {
                Entry entry = take();
                if (entry instanceof Sending first) post(first);
                else ((Task) entry).action.run();
                if (depth.get() <= BOUND / 2 && congested.compareAndSet(true, false)) relief.run();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("the signing thread was interrupted", e);
        }
    }

    private Entry take() throws InterruptedException {
        if (taken.isEmpty()) taken.addAll(queue.take());
        depth.decrementAndGet();
        return taken.poll();
    }

    /** With the letters that wait behind it. */
    private void post(Sending first) {
        Mailing mailing = new Mailing();
        mailing.add(first.letter.get());
        while (!mailing.full() && next() instanceof Sending next) {
            taken.remove();
            depth.decrementAndGet();
            mailing.add(next.letter.get());
        }
        if (!stopped) mailing.send(signer);
    }

    /** What is first of all that waits, if anything does. */
    private Entry next() {
        if (taken.isEmpty()) {
            List<Entry> more = queue.poll();
            if (more != null) taken.addAll(more);
        }
        return taken.peek();
    }
}
