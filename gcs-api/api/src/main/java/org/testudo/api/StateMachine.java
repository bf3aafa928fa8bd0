package org.testudo.api;

/**
 * A replicated service: every correct member applies the same operations in the same order and gives the same answers.
 *
 * <p>Must be deterministic: the result and the state after it depend on the state before and the delivery alone, never on
 * clocks (use {@link Delivery#agreedTime()}), chance, threads, locale or hash order. Called from one thread at a time.
 */
public interface StateMachine {
    /**
     * Executes one operation. Hostile input is a result that says so: a {@link RuntimeException} becomes the operation's
     * failed result at all members alike, and the state must then be as before (HOST-5).
     *
     * @return the answer; at most the configured largest payload
     */
    byte[] apply(Delivery operation);

    /**
     * Answers a question without a place in the order (AB-12, AB-30): as {@link #apply} would answer the same bytes now, but
     * without changing anything. Called between two deliveries, never beside one. If members answer differently the group
     * is asked again in its order, through {@code apply}, so that must understand the same questions.
     *
     * <p>Unless overridden it answers nothing: whoever asks is told to ask in the order.
     *
     * @param client who wants to know
     * @return the answer; at most the configured largest payload. A {@link RuntimeException} is an answer, too: that the
     *     question is refused, with its text
     */
    default byte[] query(Principal client, byte[] question) {
        throw new IllegalStateException(
                "this service answers no queries (StateMachine.query); ask for an operation instead");
    }

    /** Digest of the state, equal at members with equal state; 1 to 64 bytes. */
    byte[] digest();
}
