package org.testudo.sicp.transport;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits to be sent to one peer. Adding never blocks: past its bounds the oldest packets are dropped first, and the
 * layers above repair that (SICP-5, AB-29). Safe for use by several threads.
 */
final class SendQueue {
    /** The most bytes that wait; a single packet may be larger. */
    static final long MOST_BYTES = 8 << 20;

    /** The most packets that wait. */
    static final int MOST_PACKETS = 16_384;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Packet> packets = new ArrayDeque<>();
    private long bytes;
    private long dropped;
    private boolean woken;

    void add(Packet packet) {
        lock.lock();
        try {
            packets.addLast(packet);
            bytes += packet.size();
            dropOldest();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Puts packets back that could not be sent, before all others. */
    void putBack(List<Packet> unsent) {
        lock.lock();
        try {
            for (int i = unsent.size() - 1; i >= 0; i--) {
                packets.addFirst(unsent.get(i));
                bytes += unsent.get(i).size();
            }
            dropOldest();
        } finally {
            lock.unlock();
        }
    }

    private void dropOldest() {
        while (bytes > MOST_BYTES && packets.size() > 1 || packets.size() > MOST_PACKETS) {
            bytes -= packets.removeFirst().size();
            dropped++;
        }
    }

    /** The next packets, about as many as one frame collects; none if there are none within this time, or on {@link #wake}. */
    List<Packet> take(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (packets.isEmpty() && !woken && left > 0) left = changed.awaitNanos(left);
            woken = false;
            return poll();
        } finally {
            lock.unlock();
        }
    }

    private List<Packet> poll() {
        List<Packet> taken = new ArrayList<>();
        int size = 0;
        while (!packets.isEmpty()
                && (taken.isEmpty() || size + packets.getFirst().size() <= Frames.COLLECTED)) {
            Packet next = packets.removeFirst();
            size += next.size();
            taken.add(next);
        }
        bytes -= size;
        return taken;
    }

    /** Ends a wait in {@link #take}, the present or the next. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            packets.clear();
            bytes = 0;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return packets.size();
        } finally {
            lock.unlock();
        }
    }

    /** Packets dropped since the start. */
    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }
}
