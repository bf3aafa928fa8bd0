package org.testudo.benchmarks;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.testudo.api.TestudoException;

/**
 * One member's part of a run: senders of its own, each with a bounded number outstanding; counts what it is delivered, and
 * takes the time from each sending to this member's own delivery.
 */
final class Load implements Broadcast.Receiver {
    static final int STEP_MILLIS = 100;
    private static final int MOST_STEPS = 100_000;

    private final int members;
    private final int self;
    private final Shape shape;
    private final List<Sender> own = new ArrayList<>();
    private final Deliveries deliveries;
    private long[] latencies = new long[1 << 16];
    private int measured;
    private boolean measuring;
    private volatile boolean stopped;
    private volatile boolean flooding;
    private long lastDelivery = System.nanoTime();
    private long longestGap;
    private int[] recorded = {};
    private long recordedSince;

    /**
     * Who sends what. The senders of large payloads are numbered after the others, and are not measured.
     *
     * @param senders in all, without those of large payloads
     * @param length bytes of each payload
     * @param outstanding payloads that one sender may have sent and not been delivered; one for large payloads
     * @param large senders of large payloads
     * @param largeLength bytes of each of these
     */
    record Shape(int senders, int length, int outstanding, int large, int largeLength) {
        int all() {
            return senders + large;
        }

        boolean large(int sender) {
            return sender >= senders;
        }

        int length(int sender) {
            return large(sender) ? largeLength : length;
        }
    }

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
                if (!flooding && !free.tryAcquire(100, TimeUnit.MILLISECONDS)) continue;
                byte[] payload = Deliveries.payload(index, next(), shape.length(index));
                if (flooding) insist(payload, group);
                else group.send(payload);
            }
        }

        /**
         * Without any bound of its own: what the member refuses is sent again. A member delivers a few payloads in that time, and
         * holds thousands: its bound stays full, and the processors, which it shares with the others here, are not spent on refusals.
         */
        private void insist(byte[] payload, Broadcast group) throws Exception {
            while (true) {
                try {
                    group.send(payload);
                    return;
                } catch (TestudoException e) {
                    // Also after the stop: what is numbered is sent, or those after it would be missed.
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                }
            }
        }

        /** Who flooded took no permits, but was given some for each delivery. */
        void reset() {
            free.drainPermits();
            free.release(sentAt.length);
        }

        private long next() {
            synchronized (Load.this) {
                sent++;
                sentAt[(int) (sent % sentAt.length)] = System.nanoTime();
                return sent;
            }
        }

        void delivered(long number) {
            if (measuring && !flooding && !shape.large(index))
                add(System.nanoTime() - sentAt[(int) (number % sentAt.length)]);
            free.release();
        }
    }

    /**
     * @param members of the group
     * @param self this one's place among them
     */
    Load(int members, int self, Shape shape) {
        this.members = members;
        this.self = self;
        this.shape = shape;
        deliveries = new Deliveries(
                IntStream.range(0, shape.all()).map(shape::length).toArray());
        for (int index = self; index < shape.all(); index += members) {
            own.add(new Sender(index, shape.large(index) ? 1 : shape.outstanding));
        }
    }

    /** How many send here. */
    int senders() {
        return own.size();
    }

    /** Whether this one of them sends large payloads. */
    boolean large(int sender) {
        return shape.large(own.get(sender).index);
    }

    /** Those of this member keep to no bound any more. */
    void flood() {
        flooding = true;
    }

    /** One of them sends until all are stopped. */
    void run(int sender, Broadcast group) throws Exception {
        own.get(sender).run(group);
    }

    @Override
    public synchronized void delivered(byte[] payload) {
        deliveries.add(payload);
        moved();
        int step = recorded.length == 0 ? 0 : step();
        if (step < recorded.length) recorded[step]++;
        if (payload.length < Deliveries.LEAST_PAYLOAD) return;
        int sender = Deliveries.sender(payload);
        boolean mine = sender % members == self && sender / members < own.size();
        if (mine) own.get(sender / members).delivered(Deliveries.number(payload));
    }

    private void moved() {
        long now = System.nanoTime();
        longestGap = Math.max(longestGap, now - lastDelivery);
        lastDelivery = now;
    }

    @Override
    public synchronized void write(DataOutputStream out) throws IOException {
        deliveries.write(out);
    }

    /** Own payloads among those that are passed over are not outstanding any more, and are not measured. */
    @Override
    public synchronized void read(DataInputStream in) throws IOException {
        long[] before =
                own.stream().mapToLong(each -> deliveries.last(each.index)).toArray();
        deliveries.read(in);
        moved();
        for (int i = 0; i < before.length; i++) {
            Sender sender = own.get(i);
            sender.free.release((int) (deliveries.last(sender.index) - before[i]));
        }
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

    /** Begins to look for the longest gap anew. */
    synchronized void watch() {
        lastDelivery = System.nanoTime();
        longestGap = 0;
    }

    /** The longest time in nanoseconds without a delivery here since {@link #watch}, the one that lasts included. */
    synchronized long longestGap() {
        return Math.max(longestGap, System.nanoTime() - lastDelivery);
    }

    /** How many were delivered here, by the member that sent them. */
    synchronized long[] byOrigin() {
        return IntStream.range(0, members)
                .mapToLong(origin -> deliveries.countOf(origin, members))
                .toArray();
    }

    /** Gives and forgets what {@link #latencies} has. */
    synchronized long[] takeLatencies() {
        long[] taken = latencies();
        measured = 0;
        return taken;
    }

    void stop() {
        stopped = true;
    }

    /** Senders may be started again, and keep to their bounds; none may be running, and nothing outstanding. */
    void resume() {
        stopped = false;
        flooding = false;
        own.forEach(Sender::reset);
    }

    /** Counts deliveries by their time from now on. */
    synchronized void record() {
        recorded = new int[MOST_STEPS];
        recordedSince = System.nanoTime();
    }

    /** How many were delivered here in each {@link #STEP_MILLIS} since {@link #record}; empty if that was not called. */
    synchronized int[] recorded() {
        int steps = Math.min(recorded.length, step());
        return Arrays.copyOf(recorded, steps);
    }

    private int step() {
        return (int) ((System.nanoTime() - recordedSince) / TimeUnit.MILLISECONDS.toNanos(STEP_MILLIS));
    }

    synchronized long sent() {
        return own.stream().mapToLong(each -> each.sent).sum();
    }

    /** Nanoseconds from sending to this member's delivery of what it sent, for all that were measured. */
    synchronized long[] latencies() {
        return Arrays.copyOf(latencies, measured);
    }

    /** How many latencies there are to take. */
    synchronized int measured() {
        return measured;
    }

    synchronized long count() {
        return deliveries.count();
    }

    synchronized Deliveries deliveries() {
        return deliveries;
    }
}
