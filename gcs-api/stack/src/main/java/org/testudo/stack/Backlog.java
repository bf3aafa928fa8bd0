package org.testudo.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/**
 * Messages to one other member that found no room, and whose sender may not wait: kept until there is some, up to a bound. Safe
 * for use by several threads.
 */
final class Backlog {
    /** Messages that may wait for one member: as many as a member may have undelivered, so as many as may be answered. */
    static final int MOST_MESSAGES = 4_096;

    /** Bytes in these. */
    static final long MOST_BYTES = 16L << 20;

    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private long bytes;

    /** @return false if it waits already for too much */
    synchronized boolean add(byte[] body) {
        if (waiting.size() >= MOST_MESSAGES || bytes + body.length > MOST_BYTES) return false;
        waiting.addLast(body);
        bytes += body.length;
        return true;
    }

    /** Sends what may go now, the oldest first. */
    synchronized void flush(Predicate<byte[]> sent) {
        while (!waiting.isEmpty() && sent.test(waiting.getFirst())) bytes -= waiting.removeFirst().length;
    }

    /** Forgets all; how many. */
    synchronized int clear() {
        int count = waiting.size();
        waiting.clear();
        bytes = 0;
        return count;
    }
}
