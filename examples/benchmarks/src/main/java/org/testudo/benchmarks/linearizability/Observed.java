package org.testudo.benchmarks.linearizability;

import java.util.Optional;

/**
 * One operation as its client saw it.
 *
 * @param id names it in findings
 * @param answer the value that the client was told was bound before; missing: the client never learnt what became of its
 *     operation, which may have been executed at any time since, or never will be
 * @param invoked when the client asked, by a clock that all clients share
 * @param returned when it was answered; {@link #NEVER} without an answer
 */
public record Observed(
        String id, String key, Call call, Optional<Optional<String>> answer, long invoked, long returned) {
    /** The time at which an operation without an answer returns. */
    public static final long NEVER = Long.MAX_VALUE;

    public Observed {
        if (answer.isPresent() == (returned == NEVER)) {
            throw new IllegalArgumentException(id + ": an operation returns with its answer");
        }
        if (returned < invoked) throw new IllegalArgumentException(id + " returned before it was invoked");
    }

    /** An operation that was answered. */
    public static Observed answered(
            String id, String key, Call call, Optional<String> before, long invoked, long returned) {
        return new Observed(id, key, call, Optional.of(before), invoked, returned);
    }

    /** An operation of unknown outcome. */
    public static Observed pending(String id, String key, Call call, long invoked) {
        return new Observed(id, key, call, Optional.empty(), invoked, NEVER);
    }

    boolean isAnswered() {
        return answer.isPresent();
    }

    @Override
    public String toString() {
        return id + " " + call + " -> " + (isAnswered() ? answer.orElseThrow().orElse("(none)") : "?") + " [" + invoked
                + ", " + (returned == NEVER ? "never" : returned) + "]";
    }
}
