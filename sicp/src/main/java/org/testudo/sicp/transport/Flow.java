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

    /** Of so many packets the first piece is asked for, which shows how long the way is when nothing else is on it. */
    private static final int MEASURED = 16;

    private record Sent(long at, long arrivedBefore, boolean limited) {}

    private final Deque<Sent> sent = new ArrayDeque<>();
    private long arrived;
    private long roundTrip = Long.MAX_VALUE;
    private double rate; // pieces a nanosecond
    private int size = FIRST;
    private int unasked;
    private int begun;
    private int read;

    /** Whether one more may be written now. */
    synchronized boolean isOpen() {
        return sent.size() < size;
    }

    /**
     * One is about to be written.
     *
     * @param first whether it is the first of its packet
     * @return whether the other end is to tell when it has read it: four times in what may be on its way, and when that is full
     */
    synchronized boolean writes(boolean first, long now) {
        boolean full = sent.size() + 1 >= size;
        sent.addLast(new Sent(now, arrived, full));
        if (first) begun++;
        unasked++;
        boolean asks = full || unasked >= size / 4 || first && begun <= MEASURED;
        if (asks) unasked = 0;
        return asks;
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
        int wanted = (int) Math.max(LEAST, Math.min(MOST, rate * (roundTrip + SPARE.toNanos())));
        size = Math.max(wanted, unasked + 1); // else it could be full with nothing asked for, and nobody would tell
        return true;
    }

    /** How many may be on their way at present. */
    synchronized int size() {
        return size;
    }

    /** A piece was read here. */
    synchronized void read() {
        read++;
    }

    /** How many were read here and not told; they count as told. */
    synchronized int tell() {
        int untold = read;
        read = 0;
        return untold;
    }
}
