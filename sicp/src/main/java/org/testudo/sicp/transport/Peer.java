package org.testudo.sicp.transport;

import java.net.InetSocketAddress;
import org.testudo.api.MemberId;
import org.testudo.config.HostAndPort;

/**
 * A member as the configuration names it.
 *
 * @param host and port: of another member a hint where to dial, never who answers (SICP-3); of this one, where it listens
 */
public record Peer(MemberId id, String host, int port) {
    public static Peer of(MemberId id, HostAndPort place) {
        return new Peer(id, place.host(), place.port());
    }

    /** Where to connect or listen; looks the name up each time. */
    InetSocketAddress socketAddress() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return id + " at " + host + ":" + port;
    }
}
