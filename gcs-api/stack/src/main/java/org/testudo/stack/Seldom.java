package org.testudo.stack;

import java.util.function.LongConsumer;

/**
 * Something that a peer can cause as often as it likes: told for the 1st, 2nd, 4th, 8th ... time, so that nobody fills a log
 * with it. Used by one thread.
 */
final class Seldom {
    private long times;

    /** It has happened once more. */
    void tell(LongConsumer log) {
        if (Long.bitCount(++times) == 1) log.accept(times);
    }
}
