package org.testudo.simulator;

import java.time.Duration;

/** Decides which messages a link drops; also after the calm. */
@FunctionalInterface
public interface LinkFilter {
    /**
     * Whether this message is dropped.
     *
     * @param from index of the sender
     * @param to index of the receiver
     * @param message as its codec reads it; null if it cannot
     */
    boolean drops(Duration now, int from, int to, int layer, Object message);
}
