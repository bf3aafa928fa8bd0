package org.testudo.stack;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.testudo.kernel.statement.Signer;

/**
 * The thread that signs and sends, in the order in which the cores asked for it: a key that a core retires is erased after
 * what the core had signed before, and before anything that it signs later (GM-11). Letters that wait one after another are
 * signed together; a letter never waits for another to come. The loop never waits for this thread: past a bound, the intake
 * takes nothing more from peers until half of it is done. This thread never waits for the loop, and the transport never
 * blocks it (SICP-5).
 */
final class Outbox {
    static final int BOUND = 8_192;

    private sealed interface Entry {}

    /** Something to do with the keys, after all letters before it and before all after it. */
    private record Task(Runnable action) implements Entry {}

    private record Sending(Supplier<Letter> letter) implements Entry {}

    private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
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

    /** On the loop: does this in its turn. Forgotten once stopped. */
    void add(Runnable task) {
        enqueue(new Task(task));
    }

    /** On the loop: signs and sends the letter, which is written on this thread, in its turn. Forgotten once stopped. */
    void send(Supplier<Letter> letter) {
        enqueue(new Sending(letter));
    }

    private void enqueue(Entry entry) {
        if (stopped) return;
        queue.add(entry);
        if (queue.size() >= BOUND) congested.set(true);
    }

    /** Whether the bound was reached and half of it is not done yet. */
    boolean congested() {
        return congested.get();
    }

    /** Entries that wait. */
    int depth() {
        return queue.size();
    }

    /** Ends the thread after what it is doing; what was not sent yet is not sent. */
    void stop() {
        stopped = true;
        queue.clear();
        queue.add(new Task(() -> {}));
    }

    private void run() {
        try {
            while (!stopped) {
                Entry entry = queue.take();
                if (entry instanceof Sending first) post(first);
                else ((Task) entry).action.run();
                if (queue.size() <= BOUND / 2 && congested.compareAndSet(true, false)) relief.run();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("the signing thread was interrupted", e);
        }
    }

    /** With the letters that wait behind it; this thread alone takes from the queue. */
    private void post(Sending first) {
        Mailing mailing = new Mailing();
        mailing.add(first.letter.get());
        for (; !mailing.full() && queue.peek() instanceof Sending next; queue.poll()) mailing.add(next.letter.get());
        if (!stopped) mailing.send(signer);
    }
}
