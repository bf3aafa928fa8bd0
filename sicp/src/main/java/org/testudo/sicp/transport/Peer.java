package org.testudo.sicp.transport;

import java.net.InetSocketAddress;
import org.testudo.api.MemberId;

/**
 * Another member as the configuration names it.
 *
 * @param host and port: a hint where to dial, never who answers (SICP-3)
 */
public record Peer(MemberId id, String host, int port) {
    /** From a text such as {@code 10.0.0.1:7800}, which has been checked. */
    public static Peer of(MemberId id, String address) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return new Peer(
                id,
                bracketed ? host.substring(1, host.length() - 1) : host,
                Integer.parseInt(address.substring(colon + 1)));
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
