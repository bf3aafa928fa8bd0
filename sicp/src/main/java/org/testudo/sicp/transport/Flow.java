package org.testudo.sicp.transport;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many pieces of large packets may be on their way on one connection: as many as the way takes in its shortest round trip and
 * {@link #SPARE} more at the rate at which they arrive (AB-18). The buffers of the kernel hold megabytes: without this limit
 * a large packet would be in them as a whole, and on a slow link what is written next would wait for all of it. The other end
 * tells what it has read. Safe for use by several threads.
 */
final class Flow {
    /** As much longer than an empty way takes may a small message take behind pieces. */
    static final Duration SPARE = Duration.ofMillis(50);

    /** Pieces that may be on their way before anything is known of it, 128 KiB. */
    static final int FIRST = 8;

    /** The least, 64 KiB, and the most, 8 MiB. */
    static final int LEAST = 4;

    static final int MOST = 512;

    /** So many pieces are told at once, but the first and the last of a packet at once. */
    private static final int TOLD_TOGETHER = 4;

    /** As many have been read and are not told, on average. */
    private static final int UNTOLD = TOLD_TOGETHER / 2;

    private record Sent(long at, long arrivedBefore, boolean limited) {}

    private final Deque<Sent> sent = new ArrayDeque<>();
    private long arrived;
    private long roundTrip = Long.MAX_VALUE;
    private double rate; // pieces a nanosecond
    private int size = FIRST;
    private int read;

    /** Whether one more may be written now. */
    synchronized boolean isOpen() {
        return sent.size() < size;
    }

    /** One is about to be written. */
    synchronized void writes(long now) {
        sent.addLast(new Sent(now, arrived, sent.size() + 1 >= size));
    }

    /** The other end has read so many more; false if so many are not on their way. */
    synchronized boolean arrived(int pieces, long now) {
        if (pieces < 1 || pieces > sent.size()) return false;
        for (int i = 1; i < pieces; i++) sent.removeFirst();
        Sent last = sent.removeFirst();
        arrived += pieces;
        long took = Math.max(1, now - last.at);
        roundTrip = Math.min(roundTrip, took);
        double seen = (double) (arrived - last.arrivedBefore) / took;
        // Only when the limit was reached does a lower rate say that the way has become slower.
        rate = Math.max(seen, last.limited ? rate * 31 / 32 : rate);
        size = (int) Math.max(LEAST, Math.min(MOST, rate * (roundTrip + SPARE.toNanos()) + UNTOLD));
        return true;
    }

    /** How many may be on their way at present. */
    synchronized int size() {
        return size;
    }

    /**
     * A piece was read here.
     *
     * @param edge whether it was the first of a packet, which shows how long the way is, or the last
     * @return whether the other end is to be told now
     */
    synchronized boolean read(boolean edge) {
        read++;
        return edge || read >= TOLD_TOGETHER;
    }

    /** How many were read here and not told; they count as told. */
    synchronized int tell() {
        int untold = read;
        read = 0;
        return untold;
    }
}
