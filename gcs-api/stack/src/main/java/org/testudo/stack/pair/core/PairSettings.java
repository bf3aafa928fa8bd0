package org.testudo.stack.pair.core;

import java.time.Duration;

/**
 * What bounds the messages between two members, in each direction.
 *
 * @param messages that may be sent and not consumed; 0: none is sent or taken at all
 * @param bytes in these; a larger message is sent alone
 * @param patience how long a sender waits for a receipt before it sends again; doubles while there is none
 * @param longestPatience up to which it doubles
 * @param receiptDelay how long a receiver may keep a receipt back, so that one does for several messages
 */
public record PairSettings(
        int messages, long bytes, Duration patience, Duration longestPatience, Duration receiptDelay) {
    /** With times that suit a network of one site or several. */
    public static PairSettings window(int messages, long bytes) {
        return new PairSettings(messages, bytes, Duration.ofMillis(500), Duration.ofSeconds(8), Duration.ofMillis(10));
    }

    /** Whether one of this size may be added to so many messages and bytes. */
    boolean admits(int presentMessages, long presentBytes, int size) {
        boolean fits = presentMessages < messages && presentBytes + size <= bytes;
        return fits || (presentMessages == 0 && messages > 0);
    }
}
