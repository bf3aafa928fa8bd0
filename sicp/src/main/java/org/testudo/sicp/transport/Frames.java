package org.testudo.sicp.transport;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Frames on a connection: a length, then packets one after another. A frame is read whole, bounded, and none of
 * it is passed on unless all of it is in order (SICP-4). A frame without packets says that its sender
 * is there. A frame whose length bears {@link #IS_PIECE} is a piece of a large packet, between which others may come (AB-18);
 * {@link #IS_RECEIPT} says how many pieces its sender has read.
 */
final class Frames {
    /** The longest frame, in bytes, without its length. */
    static final int MOST_BYTES = Packet.HEADER + Packet.MOST_CONTENT;

    /** Small packets are sent together up to about this many bytes. */
    static final int COLLECTED = 64 << 10;

    /** Packets in a frame: as many as are sent together even if all are empty. */
    static final int MOST_PACKETS = COLLECTED / Packet.HEADER + 1;

    /** A packet up to this many bytes gets its memory before it has come. */
    static final int AT_ONCE = 1 << 20;

    /** What a record of TLS holds (RFC 8446, section 5.1). */
    static final int RECORD = 16 << 10;

    /** Bytes of every piece of a packet but the last, which has what is left: with its length it fills a record. */
    static final int PIECE = RECORD - Integer.BYTES;

    /** Tells the length of a piece from that of a frame of packets. */
    static final int IS_PIECE = 1 << 30;

    /** Of a piece: its sender asks to be told how many were read. */
    static final int ASKS = 1 << 28;

    /** Tells a number of pieces that were read from the length of a frame. */
    static final int IS_RECEIPT = 1 << 29;

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

    /**
     * Writes one frame. A packet that fills most of it is not copied for that: what is longer than a record of TLS goes out as it
     * is.
     */
    static void write(List<Packet> packets, OutputStream out) throws IOException {
        if (packets.size() != 1 || packets.get(0).length() <= RECORD) {
            out.write(encode(packets));
            return;
        }
        Packet packet = packets.get(0);
        int first = RECORD - Integer.BYTES - Packet.HEADER;
        ByteBuffer head = ByteBuffer.allocate(RECORD).putInt(packet.size());
        head.putShort(packet.protocol()).putInt(packet.length()).put(packet.content(), packet.offset(), first);
        out.write(head.array());
        out.write(packet.content(), packet.offset() + first, packet.length() - first);
    }

    /** Tells how many pieces were read. */
    static void writeReceipt(int pieces, OutputStream out) throws IOException {
        out.write(ByteBuffer.allocate(Integer.BYTES).putInt(IS_RECEIPT + pieces).array());
    }

    /**
     * Waits for one frame.
     *
     * @param begun what came of a packet in pieces on this connection before
     * @return what has come whole; nothing at a piece that is not the last
     */
    List<Packet> read(DataInputStream in, PieceReader begun) throws IOException, Violation {
        int length = in.readInt();
        if (length >= IS_PIECE)
            return begun.read(in, length - IS_PIECE).map(List::of).orElse(List.of());
        if (length >= IS_RECEIPT) {
            begun.receipt(length - IS_RECEIPT);
            return List.of();
        }
        if (length < 0 || length > MOST_BYTES) throw new Violation("a frame of " + length + " bytes");
        return packets(in, length);
    }

    /** Each packet gets a piece of memory of its own, so that nobody has to copy it, and none keeps a whole frame alive. */
    private List<Packet> packets(DataInputStream in, int length) throws IOException, Violation {
        List<Packet> packets = new ArrayList<>();
        for (int left = length;
                left > 0;
                left -= packets.get(packets.size() - 1).size()) {
            if (packets.size() == MOST_PACKETS)
                throw new Violation("a frame of more than " + MOST_PACKETS + " packets");
            if (left < Packet.HEADER) throw new Violation("a frame that ends within a packet's header");
            short protocol = in.readShort();
            int size = in.readInt();
            if (!protocols.contains(protocol)) throw new Violation("a packet for protocol " + protocol);
            if (size < 0 || size > left - Packet.HEADER) throw new Violation("a packet of " + size + " bytes");
            packets.add(Packet.of(protocol, size <= AT_ONCE ? atOnce(in, size) : asTheyCome(in, size)));
        }
        return packets;
    }

    private static byte[] atOnce(DataInputStream in, int length) throws IOException {
        byte[] content = new byte[length];
        in.readFully(content);
        return content;
    }

    /** Allocates as the bytes come, not as they are announced. */
    private static byte[] asTheyCome(DataInputStream in, int length) throws IOException {
        byte[] content = in.readNBytes(length);
        if (content.length < length) throw new EOFException("the connection ended within a frame");
        return content;
    }

    boolean allows(short protocol) {
        return protocols.contains(protocol);
    }
}
