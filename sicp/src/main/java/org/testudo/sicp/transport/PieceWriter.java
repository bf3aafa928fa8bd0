package org.testudo.sicp.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A large packet on its way out in pieces, so that small ones can go between them (AB-18). For one thread. */
final class PieceWriter {
    private final Packet packet;
    private final byte[] record = new byte[Frames.RECORD];
    private int written; // of the packet with its header

    PieceWriter(Packet packet) {
        this.packet = packet;
    }

    Packet packet() {
        return packet;
    }

    /** Whether none was written. */
    boolean isNew() {
        return written == 0;
    }

    /**
     * Writes the next piece.
     *
     * @param asks whether to ask for a receipt
     * @return whether it was the last
     */
    boolean write(OutputStream out, boolean asks) throws IOException {
        int length = Math.min(Frames.PIECE, packet.size() - written);
        ByteBuffer piece = ByteBuffer.wrap(record).putInt(Frames.IS_PIECE + (asks ? Frames.ASKS : 0) + length);
        if (written == 0) piece.putShort(packet.protocol()).putInt(packet.length());
        int before = Math.max(0, written - Packet.HEADER);
        int end = Integer.BYTES + length;
        piece.put(packet.content(), packet.offset() + before, end - piece.position());
        out.write(record, 0, end);
        written += length;
        return written == packet.size();
    }
}
