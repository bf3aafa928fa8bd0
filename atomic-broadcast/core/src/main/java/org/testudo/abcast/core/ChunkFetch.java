package org.testudo.abcast.core;

import java.util.List;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * CHUNK-FETCH: asks for chunks of a certified state (AB-8).
 *
 * @param state digest of its manifest
 * @param pieces at most {@link #MAX}
 */
public record ChunkFetch(Digest state, List<Piece> pieces) implements AbcastMessage {
    static final int TAG = 34;
    /** Chunks asked for at once. */
    static final int MAX = 8;

    /** A place in the state: which part of the manifest, which chunk of it. */
    public record Piece(int part, int index) {
        static Piece read(WireReader in) throws MalformedException {
            int part = in.readByte();
            int index = in.readInt();
            if (index < 0) throw new MalformedException("chunk " + index);
            return new Piece(part, index);
        }

        void write(WireWriter out) {
            out.writeByte(part).writeInt(index);
        }
    }

    public ChunkFetch {
        pieces = List.copyOf(pieces);
    }

    static ChunkFetch read(WireReader in) throws MalformedException {
        return new ChunkFetch(Digest.read(in), in.readList(MAX, Piece::read));
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        state.write(out);
        out.writeList(pieces, Piece::write);
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        receiver.onChunkFetch(as.sender(), this);
    }
}
