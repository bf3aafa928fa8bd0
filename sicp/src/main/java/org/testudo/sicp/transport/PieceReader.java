package org.testudo.sicp.transport;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * What has come of a packet in pieces on one connection (AB-18); one at a time. Every length but the packet's own follows from
 * that, so there is one way to cut it. Takes memory as the bytes come, at most twice of what has come, and no more than the
 * packet. Ends with its connection: whoever begins and does not go on holds this one buffer. For one thread.
 */
final class PieceReader {
    private final Frames frames;
    private final Flow flow;
    private final Runnable toTell;
    private short protocol;
    private byte[] content = new byte[0];
    private int length;
    private int read;

    /**
     * @param frames say which protocols may be spoken to
     * @param flow of the connection
     * @param toTell is called when the other end is to be told what was read, or may be sent more
     */
    PieceReader(Frames frames, Flow flow, Runnable toTell) {
        this.frames = frames;
        this.flow = flow;
        this.toTell = toTell;
    }

    /** The other end has read so many pieces of this member's. */
    void receipt(int pieces) throws Violation {
        if (!flow.arrived(pieces, System.nanoTime())) {
            throw new Violation("a receipt for " + pieces + " pieces, which are not on their way");
        }
        toTell.run(); // also if there was room: the other thread may just have taken the last of it
    }

    /**
     * Reads a piece.
     *
     * @param announced how many bytes it has, and whether its sender asks to be told
     * @return the packet, if it was the last
     */
    Optional<Packet> read(DataInputStream in, int announced) throws IOException, Violation {
        boolean asks = announced >= Frames.ASKS;
        Optional<Packet> whole = piece(in, asks ? announced - Frames.ASKS : announced);
        if (asks) toTell.run();
        return whole;
    }

    private Optional<Packet> piece(DataInputStream in, int size) throws IOException, Violation {
        boolean first = length == 0;
        int due = first ? Frames.PIECE : Math.min(Frames.PIECE, length - read);
        if (size != due) throw new Violation("a piece of " + size + " bytes where one of " + due + " is due");
        if (first) begin(in);
        int more = first ? size - Packet.HEADER : size;
        if (content.length < read + more) content = Arrays.copyOf(content, Math.min(length, 2 * (read + more)));
        in.readFully(content, read, more);
        read += more;
        flow.read();
        return read < length ? Optional.empty() : Optional.of(end());
    }

    private void begin(DataInputStream in) throws IOException, Violation {
        protocol = in.readShort();
        int announced = in.readInt();
        if (!frames.allows(protocol)) throw new Violation("a piece for protocol " + protocol);
        if (announced + Packet.HEADER <= Frames.PIECE || announced > Packet.MOST_CONTENT) {
            throw new Violation("a packet of " + announced + " bytes in pieces");
        }
        length = announced;
        content = new byte[Math.min(length, Frames.AT_ONCE)];
    }

    private Packet end() {
        Packet whole = Packet.of(protocol, content);
        content = new byte[0];
        length = 0;
        read = 0;
        return whole;
    }
}
