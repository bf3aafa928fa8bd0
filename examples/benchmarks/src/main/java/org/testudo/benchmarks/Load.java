package org.testudo.benchmarks;

import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One member's part of a run: sends with a bounded number outstanding, counts what it is delivered, and takes the time from
 * each sending to this member's own delivery. {@link #delivered} is called by one thread at a time.
 */
final class Load {
    private final int self;
    private final int length;
    private final long[] sentAt;
    private final Semaphore free;
    private final Deliveries deliveries;
    private long[] latencies = new long[1 << 16];
    private int measured;
    private long sent;
    private boolean measuring;
    private volatile boolean stopped;

    Load(int self, int senders, int length, int outstanding) {
        this.self = self;
        this.length = length;
        sentAt = new long[outstanding];
        free = new Semaphore(outstanding);
        deliveries = new Deliveries(senders, length);
    }

    /** Sends until it is stopped. */
    void run(Broadcast group) throws Exception {
        while (!stopped) {
            if (!free.tryAcquire(100, TimeUnit.MILLISECONDS)) continue;
            long number = next();
            group.send(Deliveries.payload(self, number, length));
        }
    }

    private synchronized long next() {
        sent++;
        sentAt[(int) (sent % sentAt.length)] = System.nanoTime();
        return sent;
    }

    synchronized void delivered(byte[] payload) {
        deliveries.add(payload);
        if (payload.length != length || Deliveries.sender(payload) != self) return;
        long latency = System.nanoTime() - sentAt[(int) (Deliveries.number(payload) % sentAt.length)];
        if (measuring) add(latency);
        free.release();
    }

    private void add(long latency) {
        if (measured == latencies.length) latencies = Arrays.copyOf(latencies, 2 * measured);
        latencies[measured++] = latency;
    }

    /** How many were delivered here so far; latencies are kept from the first call to the second. */
    synchronized long mark() {
        measuring = !measuring;
        return deliveries.count();
    }

    void stop() {
        stopped = true;
    }

    synchronized long sent() {
        return sent;
    }

    /** Nanoseconds from sending to this member's delivery of what it sent, for all that were measured. */
    synchronized long[] latencies() {
        return Arrays.copyOf(latencies, measured);
    }

    synchronized long count() {
        return deliveries.count();
    }

    synchronized Deliveries deliveries() {
        return deliveries;
    }
}
