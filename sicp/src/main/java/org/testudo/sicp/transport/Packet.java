package org.testudo.sicp.transport;

import java.util.Arrays;

/**
 * A message on its way between two members. Its sender and receiver are those of the connection: there is no field in which
 * a sender could claim anything else (SICP-3).
 *
 * @param protocol JGroups id of the layer it belongs to
 * @param content the bytes that hold it, from {@code offset} on; not changed any more
 * @param bulk whether those that are not bulk may overtake it (AB-18); its receiver is not told
 */
public record Packet(short protocol, byte[] content, int offset, int length, boolean bulk) {
    /** The longest message, in bytes. */
    public static final int MOST_CONTENT = 17 << 20;

    /** Bytes before the content: protocol and length. */
    static final int HEADER = Short.BYTES + Integer.BYTES;

    /** One that nothing overtakes. */
    public Packet(short protocol, byte[] content, int offset, int length) {
        this(protocol, content, offset, length, false);
    }

    /** A message of all these bytes, which nothing overtakes. */
    public static Packet of(short protocol, byte[] content) {
        return new Packet(protocol, content, 0, content.length);
    }

    /** The same, which those that are not bulk may overtake. */
    public Packet asBulk() {
        return new Packet(protocol, content, offset, length, true);
    }

    /** Whether it is written in pieces, with others in between. */
    boolean inPieces() {
        return bulk && size() > Frames.PIECE;
    }

    int size() {
        return HEADER + length;
    }

    /** The content alone. */
    public byte[] bytes() {
        return Arrays.copyOfRange(content, offset, offset + length);
    }
}
