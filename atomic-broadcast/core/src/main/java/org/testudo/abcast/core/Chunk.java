package org.testudo.abcast.core;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.MerkleTree;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * CHUNK: a piece of a certified state, believed by its path to the root of its share.
 *
 * @param state digest of the manifest
 */
public record Chunk(Digest state, ChunkFetch.Piece piece, byte[] bytes, List<Digest> path) implements AbcastMessage {
    static final int TAG = 35;

    public Chunk {
        path = List.copyOf(path);
    }

    static Chunk read(WireReader in) throws MalformedException {
        return new Chunk(
                Digest.read(in),
                ChunkFetch.Piece.read(in),
                in.readBytes(Snapshot.CHUNK_BYTES),
                in.readList(MerkleTree.MAX_PATH, Digest::read));
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        state.write(out);
        piece.write(out);
        out.writeBytes(bytes).writeList(path, Digest::write);
    }

    @Override
    public Lane lane() {
        return Lane.BODIES;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        receiver.onChunk(as.sender(), this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Chunk that
                && state.equals(that.state)
                && piece.equals(that.piece)
                && Arrays.equals(bytes, that.bytes)
                && path.equals(that.path);
    }

    @Override
    public int hashCode() {
        return Objects.hash(state, piece, Arrays.hashCode(bytes));
    }
}
