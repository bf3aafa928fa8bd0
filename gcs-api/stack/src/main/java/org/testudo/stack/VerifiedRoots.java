package org.testudo.stack;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.testudo.kernel.statement.BatchRoot;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Verifier;

/**
 * Remembers the roots whose signatures were found valid, so that the statements of one batch, and those that come again, cost
 * one verification (SICP-13). The memory is keyed by the signer's key, the root and its count (the domain is one and fixed by
 * the protocol version), and holds the signature that was found valid: another one over the same root is verified, so that
 * the answer is always that of the verifier and never depends on what came before. A no is never remembered. The path from a
 * statement to its root is computed before, each time, by {@link Verifier#verify}.
 *
 * <p>Each signer has a memory of its own, so that none can make others' roots forgotten. Safe for use by several threads.
 */
final class VerifiedRoots implements Verifier {
    /** The most recently used entries of a map. */
    private static final class Recent<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;

        private final int most;

        Recent(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    }

    private final Verifier verifier;
    private final int mostRoots;
    private final Map<StatementKey, Map<BatchRoot, byte[]>> signers;

    /**
     * @param verifier decides
     * @param mostSigners remembered at a time; the least recently used is forgotten
     * @param mostRoots remembered of each signer; the least recently used is forgotten
     */
    VerifiedRoots(Verifier verifier, int mostSigners, int mostRoots) {
        this.verifier = verifier;
        this.mostRoots = mostRoots;
        signers = new Recent<>(mostSigners);
    }

    @Override
    public boolean verifyRoot(StatementKey key, BatchRoot root, byte[] rootSignature) {
        if (known(key, root, rootSignature)) return true;
        if (!verifier.verifyRoot(key, root, rootSignature)) return false;
        remember(key, root, rootSignature);
        return true;
    }

    @Override
    public boolean certified(Claim.Certified claim) {
        return verifier.certified(claim);
    }

    @Override
    public boolean listed(Claim.Listed claim) {
        return verifier.listed(claim);
    }

    private synchronized boolean known(StatementKey key, BatchRoot root, byte[] rootSignature) {
        Map<BatchRoot, byte[]> roots = signers.get(key);
        return roots != null && Arrays.equals(roots.get(root), rootSignature);
    }

    private synchronized void remember(StatementKey key, BatchRoot root, byte[] rootSignature) {
        signers.computeIfAbsent(key, it -> new Recent<>(mostRoots)).put(root, rootSignature.clone());
    }

    /** For tests: how many roots are remembered. */
    synchronized int size() {
        return signers.values().stream().mapToInt(Map::size).sum();
    }
}
