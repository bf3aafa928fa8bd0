package org.testudo.sicp.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a host, by its name or from a literal of IPv4 or IPv6. May take long; safe for several threads. */
@FunctionalInterface
interface Resolver {
    /** That of the platform, which remembers what it found for a while ({@code networkaddress.cache.ttl}). */
    Resolver PLATFORM = InetAddress::getAllByName;

    /** All, at least one. */
    InetAddress[] addresses(String host) throws UnknownHostException;
}
