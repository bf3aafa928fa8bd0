package org.testudo.stack.pair.core;

/**
 * What two members send each other in orders of their own, so that neither waits for the other: who handles a message may
 * itself wait for an answer of its sender. The order is part of the wire format.
 */
public enum PairStream {
    /** What the application sends. */
    MESSAGES,
    /** Answers to calls, for which somebody may wait. */
    ANSWERS
}
