package org.testudo.stack;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.testudo.api.MemberId;
import org.testudo.api.TestudoException;
import org.testudo.stack.pair.core.PairStream;

/**
 * How many of this member's messages to each other one are settled, for senders that wait until theirs is: they are settled in
 * the order in which they were handed over. Safe for use by several threads.
 */
final class Confirmations {
    private record Way(MemberId to, PairStream stream) {}

    private static final class Count {
        private long told;
        private long done;
        private final TreeMap<Long, CompletableFuture<Void>> awaited = new TreeMap<>();
    }

    private final Map<Way, Count> counts = new LinkedHashMap<>();

    /**
     * Hands a message over and counts it, in one step.
     *
     * @param handOver false if nobody takes it
     * @return what completes once its receiver is done with it; null if it was not taken
     */
    synchronized CompletableFuture<Void> told(
            MemberId to, PairStream stream, boolean awaited, BooleanSupplier handOver) {
        if (!handOver.getAsBoolean()) return null;
        Count count = counts.computeIfAbsent(new Way(to, stream), it -> new Count());
        count.told++;
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (awaited) count.awaited.put(count.told, done);
        return done;
    }

    /** The receiver is done with so many more. */
    synchronized void settled(MemberId to, PairStream stream, int messages) {
        end(to, stream, messages, null);
    }

    /** Of so many more nobody knows whether they arrived. */
    synchronized void lost(MemberId to, PairStream stream, int messages, String why) {
        end(to, stream, messages, new TestudoException("send: nobody knows whether " + to + " has it: " + why));
    }

    private void end(MemberId to, PairStream stream, int messages, TestudoException failure) {
        Count count = counts.get(new Way(to, stream));
        if (count == null) return;
        count.done += messages;
        Map<Long, CompletableFuture<Void>> ended = count.awaited.headMap(count.done, true);
        for (CompletableFuture<Void> each : ended.values()) complete(each, failure);
        ended.clear();
    }

    private static void complete(CompletableFuture<Void> awaited, TestudoException failure) {
        if (failure == null) awaited.complete(null);
        else awaited.completeExceptionally(failure);
    }

    synchronized void stop() {
        TestudoException failure = new TestudoException("send: this member has stopped");
        for (Count count : counts.values()) count.awaited.values().forEach(each -> complete(each, failure));
        counts.clear();
    }
}
