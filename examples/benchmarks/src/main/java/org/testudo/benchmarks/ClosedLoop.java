package org.testudo.benchmarks;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.testudo.api.TestudoException;
import org.testudo.cli.kv.KeyValueAnswer;
import org.testudo.cli.kv.KeyValueOperation;
import org.testudo.kernel.wire.MalformedException;

/**
 * One session that asks for one operation after the other, each as soon as the last is answered: it binds a value to a key
 * that is its own, so that each answer must be the value bound before. One thread runs it; others may look.
 */
final class ClosedLoop {
    private final String key;
    private final UnaryOperator<byte[]> service;
    private Optional<String> bound = Optional.empty();
    private long number;
    private volatile boolean stopped;
    private boolean measuring;
    private long[] latencies = new long[1_024];
    private int answered;
    private String fault = "";

    /**
     * @param key no other session's
     * @param service an operation in, its answer out; may throw a {@link TestudoException}
     */
    ClosedLoop(String key, UnaryOperator<byte[]> service) {
        this.key = key;
        this.service = service;
    }

    /** What asks until it is stopped from now on, or something is wrong. */
    Runnable asking(int payload) {
        stopped = false;
        return () -> {
            while (!stopped && fault().isEmpty()) step(payload);
        };
    }

    /** After the operation that is on its way. */
    void stop() {
        stopped = true;
    }

    /** Asks once. */
    void step(int payload) {
        String value = value(number++, payload);
        byte[] operation = new KeyValueOperation.Put("", key, value).encode();
        long begun = System.nanoTime();
        try {
            byte[] answer = service.apply(operation);
            answered(System.nanoTime() - begun);
            Optional<String> before = KeyValueAnswer.decode(answer).value();
            if (!before.equals(bound))
                fail("operation " + number + " was answered with another value than was bound before");
            bound = Optional.of(value);
        } catch (RuntimeException | MalformedException e) {
            fail("operation " + number + ": " + e.getMessage());
        }
    }

    /** The number, in as many characters as there are to be, so that values differ as far as that allows. */
    static String value(long number, int payload) {
        String digits = Long.toString(number);
        if (digits.length() > payload) return digits.substring(digits.length() - payload);
        return "0".repeat(payload - digits.length()) + digits;
    }

    private synchronized void answered(long nanos) {
        if (!measuring) return;
        if (answered == latencies.length) latencies = Arrays.copyOf(latencies, 2 * answered);
        latencies[answered++] = nanos;
    }

    private synchronized void fail(String why) {
        if (fault.isEmpty()) fault = key + ": " + why;
    }

    /** Begins a window: answers from now on are measured. */
    synchronized void begin() {
        answered = 0;
        measuring = true;
    }

    /** Ends it. */
    synchronized void end() {
        measuring = false;
    }

    /** From asking to the answer, in nanoseconds, of each answer that came in the window. */
    synchronized long[] latencies() {
        return Arrays.copyOf(latencies, answered);
    }

    /** What was wrong first; empty if nothing was. */
    synchronized String fault() {
        return fault;
    }
}
