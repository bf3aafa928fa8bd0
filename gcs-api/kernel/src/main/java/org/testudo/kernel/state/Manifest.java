package org.testudo.kernel.state;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What the state after a slot consists of (AB-23): the shares of all layers, each by its Merkle root. Its digest is what a
 * CHECKPOINT signs.
 *
 * @param parts by rising names of holders
 */
public record Manifest(long slot, List<Part> parts) {
    private static final int MAX_PARTS = 16;
    private static final int MAX_NAME = 32;
    /** The most chunks of one share: 64 GiB. */
    private static final long MAX_CHUNKS = 1 << 20;

    /** One layer's share. */
    public record Part(String holder, long bytes, Digest root) {
        /** In how many chunks it comes. */
        public int chunks() {
            return (int) Snapshot.chunksOf(bytes);
        }

        private static Part read(WireReader in) throws MalformedException {
            Part part = new Part(in.readText(MAX_NAME), in.readCount(), Digest.read(in));
            if (part.bytes > MAX_CHUNKS * Snapshot.CHUNK_BYTES) throw new MalformedException("a share too large");
            return part;
        }

        private void write(WireWriter out) {
            out.writeText(holder).writeLong(bytes);
            root.write(out);
        }
    }

    public Manifest {
        parts = List.copyOf(parts);
    }

    /** What these shares make, by rising names of holders. */
    public static Manifest of(long slot, SortedMap<String, Snapshot> shares) {
        List<Part> parts = new ArrayList<>();
        shares.forEach((holder, share) -> parts.add(new Part(holder, share.bytes(), share.root())));
        return new Manifest(slot, parts);
    }

    public static Manifest read(WireReader in) throws MalformedException {
        return new Manifest(in.readCount(), in.readList(MAX_PARTS, Part::read));
    }

    public void write(WireWriter out) {
        out.writeLong(slot).writeList(parts, Part::write);
    }

    /** What is signed. */
    public Digest digest() {
        return Digest.of(this::write);
    }

    /** Whose shares it names. */
    public List<String> holders() {
        return parts.stream().map(Part::holder).toList();
    }

    /** Whose shares differ, for people. */
    public String differing(Manifest other) {
        List<String> names = new ArrayList<>();
        for (Part part : parts) if (!other.parts.contains(part)) names.add(part.holder);
        return names.isEmpty() ? "other layers" : String.join(", ", names);
    }
}
