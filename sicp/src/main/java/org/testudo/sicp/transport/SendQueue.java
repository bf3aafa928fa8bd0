package org.testudo.sicp.transport;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits to be sent to one peer: packets that are bulk and those that are not, each in their order (AB-18). Adding never
 * blocks: past the bounds the oldest are dropped first, bulk before the others, and the layers above repair that (SICP-5,
 * AB-29). Safe for use by several threads.
 */
final class SendQueue {
    /** The most bytes that wait; the newest packet, and the newest that is bulk, stay however large they are. */
    static final long MOST_BYTES = 8 << 20;

    /** The most packets that wait, of each kind. */
    static final int MOST_PACKETS = 16_384;

    /** Packets of one kind; guarded by the lock. */
    private static final class Kind {
        private final Deque<Packet> packets = new ArrayDeque<>();
        private long bytes;

        private void addLast(Packet packet) {
            packets.addLast(packet);
            bytes += packet.size();
        }

        private void addFirst(Packet packet) {
            packets.addFirst(packet);
            bytes += packet.size();
        }

        private Packet removeFirst() {
            Packet first = packets.removeFirst();
            bytes -= first.size();
            return first;
        }

        /** How many had to go so that no more than these bytes are left, or one packet. */
        private int dropOldest(long mostBytes) {
            int before = packets.size();
            while (bytes > mostBytes && packets.size() > 1 || packets.size() > MOST_PACKETS) removeFirst();
            return before - packets.size();
        }

        /** The first, and as many of the next as there is room for in so many bytes. */
        private List<Packet> poll(int room) {
            List<Packet> taken = new ArrayList<>();
            int size = 0;
            while (!packets.isEmpty()
                    && (taken.isEmpty() || size + packets.getFirst().size() <= room)) {
                Packet next = removeFirst();
                size += next.size();
                taken.add(next);
            }
            return taken;
        }

        private void clear() {
            packets.clear();
            bytes = 0;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Kind urgent = new Kind();
    private final Kind bulk = new Kind();
    private long dropped;
    private int clearings;
    private boolean woken;

    void add(Packet packet) {
        lock.lock();
        try {
            kind(packet).addLast(packet);
            dropOldest();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts packets back that could not be sent, before all others of their kind.
     *
     * @param clearings {@link #clearings} before they were taken; if it is another now, they are forgotten
     */
    void putBack(List<Packet> unsent, int clearings) {
        lock.lock();
        try {
            if (clearings != this.clearings) return;
            for (int i = unsent.size() - 1; i >= 0; i--) kind(unsent.get(i)).addFirst(unsent.get(i));
            dropOldest();
        } finally {
            lock.unlock();
        }
    }

    private Kind kind(Packet packet) {
        return packet.bulk() ? bulk : urgent;
    }

    private void dropOldest() {
        dropped += bulk.dropOldest(MOST_BYTES - urgent.bytes) + urgent.dropOldest(MOST_BYTES);
    }

    /**
     * The next packets that are not bulk, about as many as one frame collects. Waits so long for one; nothing on {@link #wake}.
     *
     * @param orBulk whether it does not wait, either, while there is bulk
     */
    List<Packet> take(Duration patience, boolean orBulk) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (urgent.packets.isEmpty() && !(orBulk && !bulk.packets.isEmpty()) && !woken && left > 0) {
                left = changed.awaitNanos(left);
            }
            woken = false;
            return urgent.poll(Frames.COLLECTED);
        } finally {
            lock.unlock();
        }
    }

    /** The next packets that are bulk, together no longer than a piece, or one alone; does not wait. */
    List<Packet> takeBulk() {
        lock.lock();
        try {
            return bulk.poll(Frames.PIECE);
        } finally {
            lock.unlock();
        }
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
            urgent.clear();
            bulk.clear();
            clearings++;
        } finally {
            lock.unlock();
        }
    }

    /** How often all was forgotten. */
    int clearings() {
        lock.lock();
        try {
            return clearings;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return urgent.packets.size() + bulk.packets.size();
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
