package org.testudo.attackdetector.sensor;

/**
 * A line of a followed file.
 *
 * @param bytes without its end; of one that is too long, what it begins with
 * @param tooLong whether it was longer than the bound and is cut
 * @param source where it comes from
 * @param end offset behind it: from there on nothing is done yet
 */
record Line(byte[] bytes, boolean tooLong, Tail source, long end) {
    /** All up to and with this line is done, and need not be read again after a restart. */
    void done() {
        source.done(end);
    }
}
