package org.testudo.stack;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.testudo.api.MemberId;

/**
 * What this member has sent to each other and that one has not consumed: room for {@link PairDoor#send} to wait for. Safe
 * for use by several threads.
 */
final class PairWindow {
    private record Used(int messages, long bytes) {
        static final Used NOTHING = new Used(0, 0);
    }

    private final int messages;
    private final long bytes;
    private final Map<MemberId, Used> used = new HashMap<>();
    private boolean stopped;

    PairWindow(int messages, long bytes) {
        this.messages = messages;
        this.bytes = bytes;
    }

    /**
     * Takes room for one message, when there is some or the time is over; none is needed once stopped.
     *
     * @return false if there was no room in this time
     */
    synchronized boolean take(MemberId to, int size, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!stopped && !admits(to, size)) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) return false;
            wait(left);
        }
        change(to, 1, size);
        return true;
    }

    private boolean admits(MemberId to, int size) {
        Used present = used.getOrDefault(to, Used.NOTHING);
        boolean fits = present.messages < messages && present.bytes + size <= bytes;
        return fits || present.messages == 0;
    }

    synchronized void release(MemberId to, int count, long size) {
        change(to, -count, -size);
        notifyAll();
    }

    private void change(MemberId to, int count, long size) {
        Used present = used.getOrDefault(to, Used.NOTHING);
        used.put(to, new Used(present.messages + count, present.bytes + size));
    }

    synchronized int waiting(MemberId to) {
        return used.getOrDefault(to, Used.NOTHING).messages;
    }

    synchronized void stop() {
        stopped = true;
        notifyAll();
    }
}
