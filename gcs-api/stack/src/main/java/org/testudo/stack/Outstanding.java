package org.testudo.stack;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.testudo.api.Delivery;
import org.testudo.api.TestudoException;
import org.testudo.kernel.order.Bundle;
import org.testudo.kernel.statement.Origin;

/**
 * This member's submissions that are not delivered yet, oldest first; bounded. A submission goes at once while few requests
 * are under way; those that come meanwhile wait for one of them, or until they fill a request, and then go together. So the
 * size of a request follows the load, and nobody waits for a timer. Safe for use by several threads.
 */
final class Outstanding {
    /** Requests under way up to which a submission goes by itself. */
    private static final int AT_ONCE = 2;

    /** Bytes that may be undelivered; a larger payload goes alone. */
    static final long MOST_BYTES = 16L << 20;

    /**
     * Bytes of requests that may be under way, but for a single larger one: three quarters of what the ordering's pool takes of
     * an origin, so that no peer lacks what another holds.
     */
    static final long MOST_UNDER_WAY = 3L << 20;

    /**
     * What is bounded.
     *
     * @param submissions that may be undelivered
     * @param requests that may be under way: fewer than the ordering's pool has room for
     */
    record Limits(int submissions, int requests) {}

    private record Submission(byte[] payload, CompletableFuture<Delivery> done) {}

    private final Origin self;
    private final Limits limits;
    private final Predicate<byte[]> handOver;
    private final Deque<Submission> waiting = new ArrayDeque<>();
    private final Deque<Deque<Submission>> underWay = new ArrayDeque<>();
    private int size;
    private long bytes;
    private long waitingBytes;
    private long underWayBytes;
    private String stopped = "";
    private String suspended = "";

    /** @param handOver has the body of a request ordered; gives false if nobody takes it */
    Outstanding(Origin self, Limits limits, Predicate<byte[]> handOver) {
        this.self = self;
        this.limits = limits;
        this.handOver = handOver;
    }

    /** Takes a submission; they are delivered in the order in which they are taken. */
    synchronized CompletableFuture<Delivery> submit(byte[] payload) {
        if (!stopped.isEmpty()) throw new TestudoException("submit: " + stopped);
        if (!suspended.isEmpty()) throw new TestudoException("submit: " + suspended);
        if (isFull()) {
            throw new TestudoException("submit: " + size + " submissions of " + bytes
                    + " bytes are outstanding; wait for earlier ones to be delivered");
        }
        Submission submission = new Submission(payload, new CompletableFuture<>());
        waiting.addLast(submission);
        size++;
        bytes += payload.length;
        waitingBytes += Bundle.size(payload);
        if (!flush()) throw new TestudoException("submit: this member is not running");
        return submission.done;
    }

    private boolean isFull() {
        return size >= limits.submissions || bytes >= MOST_BYTES;
    }

    /** Hands over what may go now; false if nobody takes it: then all fail when this member stops. */
    private boolean flush() {
        while (!waiting.isEmpty() && mayGo()) {
            Deque<Submission> together = next();
            underWay.addLast(together);
            together.forEach(each -> underWayBytes += Bundle.size(each.payload));
            byte[] body =
                    Bundle.encode(together.stream().map(Submission::payload).toList());
            if (!handOver.test(body)) return false;
        }
        return true;
    }

    private boolean mayGo() {
        if (underWay.isEmpty()) return true;
        long next = Math.max(Bundle.size(waiting.getFirst().payload), Math.min(waitingBytes, Bundle.MOST_BYTES));
        if (underWayBytes + next > MOST_UNDER_WAY) return false;
        if (underWay.size() < Math.min(AT_ONCE, limits.requests)) return true;
        boolean full = waitingBytes >= Bundle.FULL || waiting.size() >= Bundle.MOST;
        return full && underWay.size() < limits.requests;
    }

    private Deque<Submission> next() {
        Deque<Submission> together = new ArrayDeque<>();
        int full = 0;
        while (!waiting.isEmpty() && full < Bundle.FULL && together.size() < Bundle.MOST) {
            int more = Bundle.size(waiting.getFirst().payload);
            if (full > 0 && Bundle.HEAD + full + more > Bundle.MOST_BYTES) break;
            together.addLast(waiting.removeFirst());
            full += more;
        }
        waitingBytes -= full;
        return together;
    }

    private void forget(Submission submission) {
        size--;
        bytes -= submission.payload.length;
        underWayBytes -= Bundle.size(submission.payload);
    }

    /**
     * Takes a submission as soon as there is room for it. Waiting and taking are one step: what is asked between the two may
     * be over by then, when several threads are at the bound.
     *
     * @return empty if there was no room in this time
     */
    synchronized Optional<CompletableFuture<Delivery>> submit(byte[] payload, Duration atMost)
            throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (stopped.isEmpty() && isFull()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) return Optional.empty();
            wait(left);
        }
        return Optional.of(submit(payload));
    }

    /**
     * Completes the submission with this payload. The order of one origin is that of its submissions; an older one that
     * stands before it was given up by the ordering.
     */
    void delivered(Delivery delivery) {
        if (!delivery.origin().equals(self.principal()) || delivery.session() != self.incarnation()) return;
        List<Submission> givenUp = new ArrayList<>();
        Submission found = take(delivery.payload(), givenUp);
        for (Submission each : givenUp) {
            each.done.completeExceptionally(new TestudoException("submit: a later submission was delivered instead"));
        }
        if (found != null) found.done.complete(delivery);
    }

    private synchronized Submission take(byte[] payload, List<Submission> givenUp) {
        if (!isUnderWay(payload)) return null;
        Submission oldest = removeOldest();
        for (; !Arrays.equals(oldest.payload, payload); oldest = removeOldest()) givenUp.add(oldest);
        flush();
        notifyAll();
        return oldest;
    }

    private boolean isUnderWay(byte[] payload) {
        for (Deque<Submission> request : underWay) {
            for (Submission each : request) if (Arrays.equals(each.payload, payload)) return true;
        }
        return false;
    }

    private Submission removeOldest() {
        Deque<Submission> request = underWay.getFirst();
        Submission oldest = request.removeFirst();
        if (request.isEmpty()) underWay.removeFirst();
        forget(oldest);
        return oldest;
    }

    /**
     * The oldest so many requests took their place in a part of the order that this member was not told: the fate of what they
     * hold is unknown.
     */
    void passed(int requests) {
        List<Submission> gone = new ArrayList<>();
        synchronized (this) {
            for (int i = 0; i < requests && !underWay.isEmpty(); i++) gone.addAll(underWay.removeFirst());
            gone.forEach(this::forget);
            flush();
            notifyAll();
        }
        TestudoException why =
                new TestudoException("submit: it was ordered while this member was away, and its state fetched");
        gone.forEach(each -> each.done.completeExceptionally(why));
    }

    /** Fails all that wait and all to come. */
    void stop(String why) {
        synchronized (this) {
            if (!stopped.isEmpty()) return;
            stopped = why;
        }
        fail(why);
    }

    /**
     * Nothing that this member asks for is done (GM-19): fails all that wait, and all to come until {@link #resume}. A request
     * that is under way may be done after that, though it has failed here.
     */
    void suspend(String why) {
        synchronized (this) {
            suspended = why;
        }
        fail(why);
    }

    /** Takes submissions again. */
    synchronized void resume() {
        suspended = "";
    }

    private void fail(String why) {
        List<Submission> all = new ArrayList<>();
        synchronized (this) {
            underWay.forEach(all::addAll);
            all.addAll(waiting);
            underWay.clear();
            waiting.clear();
            size = 0;
            bytes = 0;
            waitingBytes = 0;
            underWayBytes = 0;
            notifyAll();
        }
        all.forEach(each -> each.done.completeExceptionally(new TestudoException("submit: " + why)));
    }

    synchronized int size() {
        return size;
    }
}
