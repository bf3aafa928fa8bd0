package org.testudo.benchmarks.linearizability;

import java.util.Optional;

/** What a client asks of one key. Every answer is the value that was bound to the key just before; empty: none was. */
public sealed interface Call {
    /** What is bound to the key afterwards, if this was bound before. */
    Optional<String> after(Optional<String> before);

    /** Reads the value. */
    record Read() implements Call {
        @Override
        public Optional<String> after(Optional<String> before) {
            return before;
        }
    }

    /** Binds a value, whatever was there. */
    record Write(String value) implements Call {
        @Override
        public Optional<String> after(Optional<String> before) {
            return Optional.of(value);
        }
    }

    /**
     * Binds a value if the one before is as expected.
     *
     * @param expected empty: if none is bound
     */
    record CompareAndSet(Optional<String> expected, String value) implements Call {
        @Override
        public Optional<String> after(Optional<String> before) {
            return before.equals(expected) ? Optional.of(value) : before;
        }
    }
}
