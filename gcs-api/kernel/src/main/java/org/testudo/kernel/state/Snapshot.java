package org.testudo.kernel.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.testudo.kernel.Invariant;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.MerkleTree;

/**
 * One layer's share of the replicated state between two slots, in chunks under a Merkle root (AB-8). Equal states give equal
 * chunks. Immutable; the bytes must not be changed.
 */
public final class Snapshot {
    /** Bytes of every chunk but the last. */
    public static final int CHUNK_BYTES = 64 << 10;

    private final List<byte[]> chunks;
    private final MerkleTree tree;
    private final long bytes;

    /** @param chunks at least one; all but the last of {@link #CHUNK_BYTES}, the last of no more */
    public Snapshot(List<byte[]> chunks) {
        this.chunks = List.copyOf(chunks);
        for (int i = 0; i < chunks.size(); i++) {
            int length = chunks.get(i).length;
            boolean whole = length == CHUNK_BYTES || i == chunks.size() - 1 && length < CHUNK_BYTES;
            Invariant.check(whole, "chunk %s has %s bytes", i, length);
        }
        tree = MerkleTree.of(this.chunks);
        bytes = chunks.stream().mapToLong(each -> each.length).sum();
    }

    /** Of content that is held in one piece. */
    public static Snapshot of(byte[] content) {
        List<byte[]> chunks = new ArrayList<>();
        for (int from = 0; from < content.length || chunks.isEmpty(); from += CHUNK_BYTES) {
            chunks.add(Arrays.copyOfRange(content, from, Math.min(content.length, from + CHUNK_BYTES)));
        }
        return new Snapshot(chunks);
    }

    /** How many chunks a share of so many bytes has. */
    public static long chunksOf(long bytes) {
        return Math.max(1, (bytes + CHUNK_BYTES - 1) / CHUNK_BYTES);
    }

    public int chunks() {
        return chunks.size();
    }

    public byte[] chunk(int index) {
        return chunks.get(index);
    }

    public List<Digest> path(int index) {
        return tree.path(index);
    }

    public Digest root() {
        return tree.root();
    }

    public long bytes() {
        return bytes;
    }

    /** All of it in one piece, for a share that is small. */
    public byte[] content() {
        byte[] content = new byte[Math.toIntExact(bytes)];
        int at = 0;
        for (byte[] chunk : chunks) {
            System.arraycopy(chunk, 0, content, at, chunk.length);
            at += chunk.length;
        }
        return content;
    }
}
