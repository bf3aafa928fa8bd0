package org.testudo.sicp.transport;

import java.util.Arrays;

/**
 * A message on its way between two members. Its sender and receiver are those of the connection: there is no field in which
 * a sender could claim anything else (SICP-3).
 *
 * @param protocol JGroups id of the layer it belongs to
 * @param content the bytes that hold it, from {@code offset} on; not changed any more
 */
public record Packet(short protocol, byte[] content, int offset, int length) {
    /** The longest message, in bytes. */
    public static final int MOST_CONTENT = 17 << 20;

    /** Bytes before the content: protocol and length. */
    static final int HEADER = Short.BYTES + Integer.BYTES;

    /** A message of all these bytes. */
    public static Packet of(short protocol, byte[] content) {
        return new Packet(protocol, content, 0, content.length);
    }

    int size() {
        return HEADER + length;
    }

    /** The content alone. */
    public byte[] bytes() {
        return Arrays.copyOfRange(content, offset, offset + length);
    }
}
