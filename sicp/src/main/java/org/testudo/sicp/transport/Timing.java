package org.testudo.sicp.transport;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param handshake a connection must be authenticated within this time; of two opened at once, how long the one that was
 *     chosen is kept against a further one
 * @param keepalive an empty frame goes out after this much silence, so that the peer can tell silence from death
 * @param silence a connection on which nothing came for this long is given up
 * @param firstPause before dialling again; doubles with each failure
 * @param longestPause the most it grows to
 */
record Timing(Duration handshake, Duration keepalive, Duration silence, Duration firstPause, Duration longestPause) {
    static final Timing STANDARD = new Timing(
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofMillis(50),
            Duration.ofSeconds(2));
}
