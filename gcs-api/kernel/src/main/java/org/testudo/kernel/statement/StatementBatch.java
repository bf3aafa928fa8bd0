package org.testudo.kernel.statement;

import java.util.ArrayList;
import java.util.List;
import org.testudo.kernel.Invariant;

/**
 * Statements of one principal that are signed together, with one signature over the root of a Merkle tree (SICP-8). Leaves
 * and inner nodes are hashed with different first bytes, so that neither passes for the other; a last node without a
 * sibling goes up as it is, so that no leaf is invented and the tree follows from the statements alone. (The shape is that
 * of RFC 9162, section 2.1.)
 */
public final class StatementBatch {
    /** The most statements under one signature; a path has at most eight hashes. */
    public static final int MAX_STATEMENTS = 256;

    private static final int LEAF = 0;
    private static final int NODE = 1;

    /** Level by level, leaves first, root last. */
    private final List<List<Digest>> levels = new ArrayList<>();

    private StatementBatch(List<Digest> leaves) {
        levels.add(leaves);
        for (List<Digest> level = leaves; level.size() > 1; levels.add(level)) level = above(level);
    }

    /** The batch of these statements, of which there are 1 to {@link #MAX_STATEMENTS}, in this order. */
    public static StatementBatch of(List<byte[]> statements) {
        int count = statements.size();
        Invariant.check(count >= 1 && count <= MAX_STATEMENTS, "a batch of %s statements", count);
        return new StatementBatch(statements.stream().map(StatementBatch::leaf).toList());
    }

    static Digest leaf(byte[] statement) {
        return Digest.tagged(LEAF, statement);
    }

    static Digest node(Digest left, Digest right) {
        return Digest.tagged(NODE, left.toBytes(), right.toBytes());
    }

    private static List<Digest> above(List<Digest> level) {
        List<Digest> nodes = new ArrayList<>();
        for (int i = 0; i + 1 < level.size(); i += 2) nodes.add(node(level.get(i), level.get(i + 1)));
        if (level.size() % 2 == 1) nodes.add(level.get(level.size() - 1));
        return nodes;
    }

    /** What is to be signed for all of them. */
    public BatchRoot root() {
        return new BatchRoot(levels.get(levels.size() - 1).get(0), count());
    }

    private int count() {
        return levels.get(0).size();
    }

    /** The signature of each statement, in their order, given the root's. */
    public List<Signature> signatures(byte[] rootSignature) {
        List<Signature> signatures = new ArrayList<>();
        for (int index = 0; index < count(); index++) {
            signatures.add(Signature.of(index, count(), path(index), rootSignature));
        }
        return List.copyOf(signatures);
    }

    private List<Digest> path(int index) {
        List<Digest> path = new ArrayList<>();
        for (int height = 0; height < levels.size() - 1; height++) {
            int sibling = index >> height ^ 1;
            if (sibling < levels.get(height).size()) path.add(levels.get(height).get(sibling));
        }
        return path;
    }
}
