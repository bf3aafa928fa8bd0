package org.testudo.config;

/**
 * The port for clients and sensors, at this process.
 *
 * @param listen host and port, such as {@code 0.0.0.0:7900}; empty: the member's client address,
 *     which is what clients dial; none if it has none
 * @param maxConnections open at once in total, 1 to 100,000
 * @param maxOutstanding operations that one session may have unanswered, 1 to 1,000
 */
public record ClientAccessConfig(String listen, int maxConnections, int maxOutstanding) {
    public ClientAccessConfig {
        if (!listen.isEmpty()) HostAndPort.parse(listen, "client-access.listen");
        Check.range(maxConnections, 1, 100_000, "client-access.max-connections");
        Check.range(maxOutstanding, 1, 1_000, "client-access.max-outstanding");
    }

    public static ClientAccessConfig defaults() {
        return new ClientAccessConfig("", 1_000, 32);
    }
}
