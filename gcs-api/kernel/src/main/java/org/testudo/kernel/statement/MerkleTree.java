package org.testudo.kernel.statement;

import java.util.ArrayList;
import java.util.List;
import org.testudo.kernel.Invariant;

/** A Merkle tree over pieces of content, of the shape of {@link StatementBatch} but of any size (AB-8). Immutable. */
public final class MerkleTree {
    /** The longest path that there can be. */
    public static final int MAX_PATH = 32;

    /** Level by level, leaves first, root last. */
    private final List<List<Digest>> levels = new ArrayList<>();

    private MerkleTree(List<Digest> leaves) {
        levels.add(leaves);
        for (List<Digest> level = leaves; level.size() > 1; levels.add(level)) level = above(level);
    }

    /** The tree over these pieces, of which there is one at least, in this order. */
    public static MerkleTree of(List<byte[]> pieces) {
        Invariant.check(!pieces.isEmpty(), "a tree over nothing");
        return new MerkleTree(pieces.stream().map(StatementBatch::leaf).toList());
    }

    private static List<Digest> above(List<Digest> level) {
        List<Digest> nodes = new ArrayList<>();
        for (int i = 0; i + 1 < level.size(); i += 2) nodes.add(StatementBatch.node(level.get(i), level.get(i + 1)));
        if (level.size() % 2 == 1) nodes.add(level.get(level.size() - 1));
        return nodes;
    }

    public Digest root() {
        return levels.get(levels.size() - 1).get(0);
    }

    /** The siblings on the way from a piece to the root. */
    public List<Digest> path(int index) {
        List<Digest> path = new ArrayList<>();
        for (int height = 0; height < levels.size() - 1; height++) {
            int sibling = index >> height ^ 1;
            if (sibling < levels.get(height).size()) path.add(levels.get(height).get(sibling));
        }
        return path;
    }

    /** Whether a piece stands at this place of so many under this root; anything else is false, whatever the path is. */
    public static boolean holds(byte[] piece, int index, int count, List<Digest> path, Digest root) {
        if (index < 0 || index >= count) return false;
        Digest hash = StatementBatch.leaf(piece);
        int next = 0;
        int last = count - 1;
        for (int at = index; last > 0; at >>= 1, last >>= 1) {
            boolean left = at % 2 == 0;
            if (left && at >= last) continue;
            if (next == path.size()) return false;
            Digest sibling = path.get(next++);
            hash = left ? StatementBatch.node(hash, sibling) : StatementBatch.node(sibling, hash);
        }
        return next == path.size() && hash.equals(root);
    }
}
