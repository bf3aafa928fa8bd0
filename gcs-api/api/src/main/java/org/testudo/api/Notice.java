package org.testudo.api;

/**
 * A typed fact that one layer announces to all, and that the host logs. Implementations are records; a layer defines its
 * own beside its protocol.
 */
public interface Notice {
    /** How urgent a notice is for the operator. */
    enum Level {
        /** Of interest when looking for a fault. */
        DEBUG,
        /** A change that the operator planned or must know, such as a view or leader. */
        INFO,
        /** Suspicion, quarantine, overflow. */
        WARN,
        /** A human must act. */
        ERROR
    }

    /** How urgent this is. */
    Level level();

    /** One line of {@code key=value} pairs, without payloads, keys or line breaks. */
    String describe();
}
