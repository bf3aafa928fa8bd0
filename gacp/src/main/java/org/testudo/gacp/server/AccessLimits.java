package org.testudo.gacp.server;

import java.time.Duration;

/**
 * Bounds of the client port (CA-7). What is beyond them is refused or delayed; it never delays anybody else.
 *
 * @param connections open at once in total
 * @param connectionsPerClient open at once under one name
 * @param strangers connections that have not yet shown a certificate; for a further one the oldest is closed
 * @param requestsPerSecond of one client; beyond it its stream is read more slowly
 * @param burst requests of one client that are taken at once
 * @param reportsPerSecond of one sensor; beyond it reports are refused for later
 * @param streamsPerClient sessions' streams of one client
 * @param unreadMessages that wait for a client that does not read; beyond it its stream is closed
 * @param unreadBytes the same in bytes
 * @param message the largest message in bytes
 * @param handshake how long a TLS handshake may take
 */
public record AccessLimits(
        int connections,
        int connectionsPerClient,
        int strangers,
        int requestsPerSecond,
        int burst,
        int reportsPerSecond,
        int streamsPerClient,
        int unreadMessages,
        int unreadBytes,
        int message,
        Duration handshake) {
    /** What is not payload in a message. */
    static final int OVERHEAD = 64 << 10;

    /** The largest report. */
    static final int MAX_REPORT = 64 << 10;

    /** What follows from the settings of a member. */
    public static AccessLimits of(int connections, int outstanding, int payload) {
        int message = payload + OVERHEAD;
        return new AccessLimits(
                connections,
                64,
                256,
                5_000,
                8 * outstanding,
                200,
                64,
                256 + 8 * outstanding,
                Math.max(4 << 20, 4 * message),
                message,
                Duration.ofSeconds(5));
    }

    /** The same with another patience towards clients that do not read. */
    AccessLimits withUnread(int messages, int bytes) {
        return new AccessLimits(
                connections,
                connectionsPerClient,
                strangers,
                requestsPerSecond,
                burst,
                reportsPerSecond,
                streamsPerClient,
                messages,
                bytes,
                message,
                handshake);
    }

    /** The same for so few reports of one sensor. */
    AccessLimits withReportsPerSecond(int reports) {
        return new AccessLimits(
                connections,
                connectionsPerClient,
                strangers,
                requestsPerSecond,
                burst,
                reports,
                streamsPerClient,
                unreadMessages,
                unreadBytes,
                message,
                handshake);
    }

    /** The same for so few connections without a certificate. */
    AccessLimits withStrangers(int most) {
        return new AccessLimits(
                connections,
                connectionsPerClient,
                most,
                requestsPerSecond,
                burst,
                reportsPerSecond,
                streamsPerClient,
                unreadMessages,
                unreadBytes,
                message,
                handshake);
    }

    /** The same for so few connections. */
    AccessLimits withConnections(int total, int perClient) {
        return new AccessLimits(
                total,
                perClient,
                strangers,
                requestsPerSecond,
                burst,
                reportsPerSecond,
                streamsPerClient,
                unreadMessages,
                unreadBytes,
                message,
                handshake);
    }
}
