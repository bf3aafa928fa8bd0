package org.testudo.sicp.transport;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Frames on a connection: a length, then packets one after another. A frame is read whole, bounded, before any of it is
 * looked at, and none of it is passed on unless all of it is in order (SICP-4). A frame without packets says that its sender
 * is there.
 */
final class Frames {
    /** The longest frame, in bytes, without its length. */
    static final int MOST_BYTES = Packet.HEADER + Packet.MOST_CONTENT;

    /** Small packets are sent together up to about this many bytes. */
    static final int COLLECTED = 64 << 10;

    /** A frame up to this many bytes gets its memory before it has come. */
    private static final int AT_ONCE = 1 << 20;

    private final Set<Short> protocols;

    /** @param protocols ids of the layers that may be spoken to */
    Frames(Set<Short> protocols) {
        this.protocols = Set.copyOf(protocols);
    }

    /** The bytes of one frame. */
    static byte[] encode(List<Packet> packets) {
        int length = packets.stream().mapToInt(Packet::size).sum();
        ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + length).putInt(length);
        for (Packet each : packets) {
            out.putShort(each.protocol()).putInt(each.length());
            out.put(each.content(), each.offset(), each.length());
        }
        return out.array();
    }

    /** Waits for one frame. */
    List<Packet> read(DataInputStream in) throws IOException, Violation {
        int length = in.readInt();
        if (length < 0 || length > MOST_BYTES) throw new Violation("a frame of " + length + " bytes");
        return parse(length <= AT_ONCE ? atOnce(in, length) : asTheyCome(in, length));
    }

    private static byte[] atOnce(DataInputStream in, int length) throws IOException {
        byte[] frame = new byte[length];
        in.readFully(frame);
        return frame;
    }

    /** Allocates as the bytes come, not as they are announced. */
    private static byte[] asTheyCome(DataInputStream in, int length) throws IOException {
        byte[] frame = in.readNBytes(length);
        if (frame.length < length) throw new EOFException("the connection ended within a frame");
        return frame;
    }

    List<Packet> parse(byte[] frame) throws Violation {
        ByteBuffer in = ByteBuffer.wrap(frame);
        List<Packet> packets = new ArrayList<>();
        while (in.hasRemaining()) {
            if (in.remaining() < Packet.HEADER) throw new Violation("a frame that ends within a packet's header");
            short protocol = in.getShort();
            int length = in.getInt();
            if (!protocols.contains(protocol)) throw new Violation("a packet for protocol " + protocol);
            if (length < 0 || length > in.remaining()) throw new Violation("a packet of " + length + " bytes");
            packets.add(new Packet(protocol, frame, in.position(), length));
            in.position(in.position() + length);
        }
        return packets;
    }

    boolean allows(short protocol) {
        return protocols.contains(protocol);
    }
}
