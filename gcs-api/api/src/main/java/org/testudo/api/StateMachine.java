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

    /** Digest of the state, equal at members with equal state; 1 to 64 bytes. */
    byte[] digest();
}
