package org.testudo.stack;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.testudo.api.Delivery;
import org.testudo.api.TestudoException;
import org.testudo.kernel.statement.Origin;

/** This member's submissions that are not delivered yet, oldest first; bounded. Safe for use by several threads. */
final class Outstanding {
    private record Submission(byte[] payload, CompletableFuture<Delivery> done) {}

    private final Origin self;
    private final int most;
    private final Deque<Submission> waiting = new ArrayDeque<>();
    private String stopped = "";

    Outstanding(Origin self, int most) {
        this.self = self;
        this.most = most;
    }

    /**
     * Notes a submission and hands it over, in one step, so that submissions are delivered in the order in which they stand
     * here.
     *
     * @param handOver gives false if nobody takes it
     */
    CompletableFuture<Delivery> submit(byte[] payload, BooleanSupplier handOver) {
        synchronized (this) {
            if (!stopped.isEmpty()) throw new TestudoException("submit: " + stopped);
            if (waiting.size() >= most) {
                throw new TestudoException(
                        "submit: " + most + " submissions are outstanding; wait for earlier ones to be delivered");
            }
            if (!handOver.getAsBoolean()) throw new TestudoException("submit: this member is not running");
            Submission submission = new Submission(payload, new CompletableFuture<>());
            waiting.addLast(submission);
            return submission.done;
        }
    }

    /**
     * Waits until there is room for one submission more, or none can be made any more; another thread may be faster to take it.
     *
     * @return false if there was no room in this time
     */
    synchronized boolean awaitRoom(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (stopped.isEmpty() && waiting.size() >= most) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) return false;
            wait(left);
        }
        return true;
    }

    /** Whether a submission would be refused because too many are outstanding. */
    synchronized boolean full() {
        return stopped.isEmpty() && waiting.size() >= most;
    }

    /**
     * Completes the oldest submission of this payload. The order of one origin is that of its submissions; an older one that
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
        notifyAll();
        if (waiting.stream().noneMatch(each -> Arrays.equals(each.payload, payload))) return null;
        while (!Arrays.equals(waiting.getFirst().payload, payload)) givenUp.add(waiting.removeFirst());
        return waiting.removeFirst();
    }

    /** The oldest so many took their place in a part of the order that this member was not told: their fate is unknown. */
    void passed(int count) {
        List<Submission> gone = new ArrayList<>();
        synchronized (this) {
            while (gone.size() < count && !waiting.isEmpty()) gone.add(waiting.removeFirst());
            notifyAll();
        }
        TestudoException why =
                new TestudoException("submit: it was ordered while this member was away, and its state fetched");
        gone.forEach(each -> each.done.completeExceptionally(why));
    }

    /** Fails all that wait and all to come. */
    void stop(String why) {
        List<Submission> all;
        synchronized (this) {
            if (!stopped.isEmpty()) return;
            stopped = why;
            all = new ArrayList<>(waiting);
            waiting.clear();
            notifyAll();
        }
        all.forEach(each -> each.done.completeExceptionally(new TestudoException("submit: " + why)));
    }

    synchronized int size() {
        return waiting.size();
    }
}
