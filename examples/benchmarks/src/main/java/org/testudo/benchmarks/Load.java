package org.testudo.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One member's part of a run: senders of its own, each with a bounded number outstanding; counts what it is delivered, and
 * takes the time from each sending to this member's own delivery. {@link #delivered} is called by one thread at a time.
 */
final class Load {
    private final int members;
    private final int self;
    private final int length;
    private final List<Sender> own = new ArrayList<>();
    private final Deliveries deliveries;
    private long[] latencies = new long[1 << 16];
    private int measured;
    private boolean measuring;
    private volatile boolean stopped;

    /** One thread that sends; of all senders, each member has every n-th. */
    private final class Sender {
        private final int index;
        private final long[] sentAt;
        private final Semaphore free;
        private long sent;

        Sender(int index, int outstanding) {
            this.index = index;
            sentAt = new long[outstanding];
            free = new Semaphore(outstanding);
        }

        void run(Broadcast group) throws Exception {
            while (!stopped) {
                if (!free.tryAcquire(100, TimeUnit.MILLISECONDS)) continue;
                group.send(Deliveries.payload(index, next(), length));
            }
        }

        private long next() {
            synchronized (Load.this) {
                sent++;
                sentAt[(int) (sent % sentAt.length)] = System.nanoTime();
                return sent;
            }
        }

        void delivered(long number) {
            if (measuring) add(System.nanoTime() - sentAt[(int) (number % sentAt.length)]);
            free.release();
        }
    }

    /**
     * @param members of the group
     * @param self this one's place among them
     * @param senders in all
     * @param length bytes of each payload
     * @param outstanding payloads that one sender may have sent and not been delivered
     */
    Load(int members, int self, int senders, int length, int outstanding) {
        this.members = members;
        this.self = self;
        this.length = length;
        deliveries = new Deliveries(senders, length);
        for (int index = self; index < senders; index += members) own.add(new Sender(index, outstanding));
    }

    /** How many send here. */
    int senders() {
        return own.size();
    }

    /** One of them sends until all are stopped. */
    void run(int sender, Broadcast group) throws Exception {
        own.get(sender).run(group);
    }

    synchronized void delivered(byte[] payload) {
        deliveries.add(payload);
        if (payload.length != length) return;
        int sender = Deliveries.sender(payload);
        boolean mine = sender % members == self && sender / members < own.size();
        if (mine) own.get(sender / members).delivered(Deliveries.number(payload));
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
        return own.stream().mapToLong(each -> each.sent).sum();
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
