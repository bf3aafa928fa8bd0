package org.testudo.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.core.TimerId;

/**
 * The one thread on which all cores of a channel run: a queue in the order of arrival, and the timers. What goes into the
 * queue is bounded by those who put it there (HOST-1); the queue itself never refuses and never blocks.
 */
final class Loop {
    /** How many entries are taken before the timers are looked at again. */
    private static final int BURST = 64;

    /** What fires when a timer is due. */
    interface Alarm {
        void fired(int layer, TimerId timer);
    }

    private record Key(int layer, TimerId timer) {}

    private record Armed(long due, long number, Key key) {}

    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final NavigableSet<Armed> timers =
            new TreeSet<>(Comparator.comparingLong(Armed::due).thenComparingLong(Armed::number));
    private final Map<Key, Armed> armed = new HashMap<>();
    private final long start = System.nanoTime();
    private final Thread thread;
    private final Runnable afterEach;
    private final Alarm alarm;
    private final Consumer<Throwable> failed;
    private final UnaryOperator<Instant> clock;
    private long timerNumber;
    private volatile boolean stopped;

    /**
     * @param afterEach runs after each entry and timer
     * @param failed is told what ended the loop before its time
     * @param clock what the wall clock shows at the right time
     */
    Loop(String name, Runnable afterEach, Alarm alarm, Consumer<Throwable> failed, UnaryOperator<Instant> clock) {
        this.clock = clock;
        this.afterEach = afterEach;
        this.alarm = alarm;
        this.failed = failed;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Puts an entry at the end of the queue; forgotten once the loop has stopped. */
    void enqueue(Runnable entry) {
        if (!stopped) inbox.add(entry);
    }

    /** Ends the loop after the present entry; waits for that unless called on the loop. */
    void stop() {
        stopped = true;
        inbox.add(() -> {});
        if (Thread.currentThread() != thread) joinBriefly();
    }

    boolean onLoop() {
        return Thread.currentThread() == thread;
    }

    boolean running() {
        return !stopped;
    }

    /** Entries that wait. */
    int depth() {
        return inbox.size();
    }

    /** Monotonic time since the loop was made, and the wall clock in milliseconds (HOST-3). */
    Tick now() {
        return new Tick(Duration.ofNanos(elapsed()), clock.apply(Instant.ofEpochMilli(System.currentTimeMillis())));
    }

    /** On the loop only. */
    void arm(int layer, TimerId timer, Duration after) {
        disarm(layer, timer);
        Key key = new Key(layer, timer);
        Armed entry = new Armed(elapsed() + Math.max(0, saturated(after)), timerNumber++, key);
        armed.put(key, entry);
        timers.add(entry);
    }

    /** On the loop only. */
    void disarm(int layer, TimerId timer) {
        Armed former = armed.remove(new Key(layer, timer));
        if (former != null) timers.remove(former);
    }

    private void run() {
        try {
            while (!stopped) {
                Runnable next = inbox.poll(untilNextTimer(), TimeUnit.NANOSECONDS);
                for (int i = 0; next != null && !stopped; i++) {
                    next.run();
                    afterEach.run();
                    next = i < BURST ? inbox.poll() : null;
                }
                fireDue();
            }
        } catch (Throwable failure) { // HOST-5: a bug becomes a crash, which is tolerated
            stopped = true;
            failed.accept(failure);
        }
        inbox.clear();
    }

    private void fireDue() {
        long now = elapsed();
        while (!stopped && !timers.isEmpty() && timers.first().due <= now) {
            Key key = timers.pollFirst().key;
            armed.remove(key);
            alarm.fired(key.layer, key.timer);
            afterEach.run();
        }
    }

    private long untilNextTimer() {
        return timers.isEmpty() ? Long.MAX_VALUE : Math.max(0, timers.first().due - elapsed());
    }

    private long elapsed() {
        return System.nanoTime() - start;
    }

    /** About thirty years at most, so that sums do not overflow. */
    private static long saturated(Duration duration) {
        Duration most = Duration.ofDays(10_000);
        return duration.compareTo(most) > 0 ? most.toNanos() : duration.toNanos();
    }

    private void joinBriefly() {
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
