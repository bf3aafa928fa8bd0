package org.testudo.stack;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.testudo.api.ViewChange;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.Executed.Answer;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.notice.QueryDone;
import org.testudo.kernel.notice.QueryDue;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.kernel.state.Snapshot;

/**
 * The thread on which the application runs: slots and views in their one order (ARCHITECTURE 5). The loop puts them in and
 * never waits; what waits is bounded by {@link LANES}. The thread itself waits when the loop is behind with its results.
 */
final class OrderedLane {
    /** How many executed slots may be on their way to the loop. */
    private static final int MOST_RESULTS = 64;

    /** How many questions are answered from one slot to the next while slots wait. */
    static final int MOST_ANSWERS = 8;

    /** Where the results of a slot go; from the lane's thread. */
    interface Results {
        /** @param taken runs once the loop has them */
        void executed(SlotDelivery slot, List<Answer> answers, Runnable taken);

        /** The application's state after a slot that {@link #due} named; empty if it cannot give it. */
        default void share(long slot, Optional<Snapshot> state) {}
    }

    /**
     * Where the application stands between two slots.
     *
     * @param stateDigest in hexadecimal; empty if not asked for
     */
    record Standing(long slot, String historyChain, String stateDigest, long executed) {
        static final Standing BEGINNING = new Standing(0, "", "", 0);
    }

    private record Waiting(long afterSlot, Runnable entry) {}

    private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final Semaphore results = new Semaphore(MOST_RESULTS);
    private final AtomicLong slots = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final Application application;
    private final Outstanding outstanding;
    private final Results sink;
    private final Thread thread;
    private volatile Standing standing = Standing.BEGINNING;
    private volatile boolean stopped;
    private int answersSinceSlot; // used by the thread only
    private final Deque<Waiting> views = new ArrayDeque<>(); // from here on: used by the loop only
    private final List<Waiting> questions = new ArrayList<>();
    private final TreeSet<Long> due = new TreeSet<>();
    private long lastSlot;
    private long given = -1;
    private long viewAfter;

    /** @param failed is told of an {@code Error} of the application, which is a crash of this member (HOST-5) */
    OrderedLane(
            String member, Application application, Outstanding outstanding, Results sink, Consumer<Throwable> failed) {
        this.application = application;
        this.outstanding = outstanding;
        this.sink = sink;
        thread = new Thread(this::run, "testudo-application " + member);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((ended, failure) -> failed.accept(failure));
    }

    /** Starts the thread: from here on the application is called. */
    synchronized void open() {
        if (!stopped && thread.getState() == Thread.State.NEW) thread.start();
    }

    /** Whether the caller is the application, called by this lane. */
    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Ends the thread after the present call of the application; waits for that a little, unless called from it. */
    void stop() {
        synchronized (this) {
            stopped = true;
        }
        queue.clear();
        queue.add(() -> {});
        results.release(MOST_RESULTS);
        if (Thread.currentThread() != thread) joinBriefly();
    }

    /** On the loop. */
    void delivered(SlotDelivery slot) {
        if (slot.slot() <= given) return; // it was under way when a later state came
        releaseViews(slot.slot() - 1);
        long size = size(slot);
        slots.incrementAndGet();
        bytes.addAndGet(size);
        queue.add(() -> {
            execute(slot);
            slots.decrementAndGet();
            bytes.addAndGet(-size);
        });
        lastSlot = slot.slot();
        if (due.remove(lastSlot)) queue.add(share(lastSlot));
        releaseViews(lastSlot);
        releaseQuestions();
    }

    /** On the loop: the state after this slot is wanted, which may still be on its way up. */
    void due(long slot) {
        due.headSet(lastSlot).clear();
        if (slot == lastSlot) queue.add(share(slot));
        else due.add(slot);
    }

    private Runnable share(long slot) {
        return () -> sink.share(slot, application.snapshot());
    }

    /** On the loop, before the first slot: the application begins in this state. */
    void begin(Snapshot state) {
        queue.add(() -> application.restore(state));
    }

    /** On the loop: the application goes on in this state, after what was delivered before. */
    void restore(StateRestored restored) {
        given = restored.slot();
        lastSlot = given;
        due.clear();
        queue.add(() -> {
            application.restore(restored.shares().get(HoldsState.APPLICATION));
            outstanding.passed(restored.passed());
            String chain = restored.historyChain().toHex();
            standing = new Standing(restored.slot(), chain, "", application.executed());
        });
        releaseViews(lastSlot);
        releaseQuestions();
    }

    /** On the loop: takes its place after the last slot of the view before, which may still be on its way up. */
    void installed(long firstSlot, ViewChange view) {
        viewAfter = firstSlot - 1;
        inPlace(() -> application.installed(view));
    }

    /** On the loop: something that belongs to the view that was installed last, in its place. */
    void inPlace(Runnable entry) {
        after(viewAfter, entry);
    }

    /** On the loop: something that follows this slot, which may still be on its way up. */
    void after(long slot, Runnable entry) {
        views.addLast(new Waiting(slot, entry));
        releaseViews(lastSlot);
    }

    /**
     * On the loop: a question, to be answered between two slots once this one is executed, however many of them wait: only so
     * many go before a slot. Who asks bounds how many wait.
     */
    void ask(QueryDue due, Consumer<QueryDone> answered) {
        questions.add(new Waiting(due.slot(), () -> answered.accept(application.answer(due))));
        releaseQuestions();
    }

    private void releaseQuestions() {
        for (Iterator<Waiting> each = questions.iterator(); each.hasNext(); ) {
            Waiting question = each.next();
            if (question.afterSlot > lastSlot) continue;
            queue.add(() -> answer(question.entry));
            each.remove();
        }
    }

    private void answer(Runnable question) {
        if (slots.get() > 0 && answersSinceSlot >= MOST_ANSWERS) {
            queue.add(() -> answer(question));
        } else {
            answersSinceSlot++;
            question.run();
        }
    }

    private void releaseViews(long slot) {
        while (!views.isEmpty() && views.getFirst().afterSlot <= slot) {
            queue.add(views.removeFirst().entry);
        }
    }

    /** Slots that wait, with the one that is being executed. */
    long waitingSlots() {
        return slots.get();
    }

    /** Bytes of the requests in these. */
    long waitingBytes() {
        return bytes.get();
    }

    /** Where the application stands, with a digest of its state: taken between two slots. From any thread. */
    CompletableFuture<Standing> standing() {
        Executor betweenSlots = Thread.currentThread() == thread ? Runnable::run : queue::add;
        return CompletableFuture.supplyAsync(
                () -> new Standing(
                        standing.slot,
                        standing.historyChain,
                        HexFormat.of().formatHex(application.digest()),
                        standing.executed),
                betweenSlots);
    }

    /** The same, or where it stood last if the application is busy, or cannot tell its digest. */
    Standing standingSoon() {
        try {
            return standing().get(1, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return standing;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return standing;
        }
    }

    private void run() {
        try {
            for (Runnable next = queue.take(); !stopped; next = queue.take()) next.run();
        } catch (InterruptedException e) {
            stopped = true; // the application interrupted its own thread: nothing more can be executed on it
            throw new IllegalStateException("the application interrupted the thread that calls it", e);
        }
    }

    private void execute(SlotDelivery slot) {
        answersSinceSlot = 0;
        List<Answer> answers = application.execute(slot, outstanding);
        standing = new Standing(slot.slot(), slot.historyChain().toHex(), "", application.executed());
        results.acquireUninterruptibly();
        if (!stopped) sink.executed(slot, answers, results::release);
    }

    private static long size(SlotDelivery slot) {
        return slot.requests().stream().mapToLong(it -> it.body().length).sum();
    }

    private void joinBriefly() {
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
