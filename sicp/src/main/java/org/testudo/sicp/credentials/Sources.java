package org.testudo.sicp.credentials;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Whom connections are held against before they are authenticated, as text for people too (SICP-6, CA-7). */
public final class Sources {
    private static final int SOURCE_OF_IPV6 = 64;
    private static final int NETWORK_OF_IPV6 = 48;
    private static final int NETWORK_OF_IPV4 = 24;

    private Sources() {}

    /** An address; of IPv6 its first 64 bits, since whoever has one has all of these, but on the link itself. */
    public static String of(InetAddress address) {
        boolean alone =
                !(address instanceof Inet6Address) || address.isLinkLocalAddress() || address.isLoopbackAddress();
        return alone ? address.getHostAddress() : prefix(address, SOURCE_OF_IPV6);
    }

    /** What one host may have all of: the first 48 bits of an address of IPv6, of IPv4 the first 24. */
    public static String networkOf(InetAddress address) {
        return prefix(address, address instanceof Inet6Address ? NETWORK_OF_IPV6 : NETWORK_OF_IPV4);
    }

    private static String prefix(InetAddress address, int bits) {
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, bits / Byte.SIZE, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + "/" + bits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }
}
