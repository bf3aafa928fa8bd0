package org.testudo.stack;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.testudo.kernel.statement.BatchRoot;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Verifier;

/**
 * Remembers what was found valid under any key and card, so that a request relayed by several members is verified once. Keys
 * of members' views have a memory of their own ({@link Proof}), out of reach of whoever makes up keys. A no is never
 * remembered. Safe for use by several threads.
 */
final class ProvenStatements implements Verifier {
    /** Signers that are remembered, and roots of each. */
    static final int SIGNERS = 512;

    static final int ROOTS = 128;

    /** Cards of one generation; two are kept. */
    static final int GENERATION = 32_768;

    private final Verifier verifier;
    private final VerifiedRoots roots;
    private volatile Set<Digest> young = ConcurrentHashMap.newKeySet();
    private volatile Set<Digest> old = ConcurrentHashMap.newKeySet();

    ProvenStatements(Verifier verifier) {
        this.verifier = verifier;
        roots = new VerifiedRoots(verifier, SIGNERS, ROOTS);
    }

    @Override
    public boolean verifyRoot(StatementKey key, BatchRoot root, byte[] rootSignature) {
        return roots.verifyRoot(key, root, rootSignature);
    }

    @Override
    public boolean certified(Claim.Certified claim) {
        Digest name = Digest.of(out -> {
            out.writeText(claim.principal().toString());
            claim.key().write(out);
            out.writeFixed(claim.card());
        });
        return known(name) || remember(name, verifier.certified(claim));
    }

    @Override
    public boolean listed(Claim.Listed claim) {
        Digest name = Digest.of(out -> {
            claim.list().write(out.writeText("crl"));
            out.writeFixed(claim.crl());
        });
        return known(name) || remember(name, verifier.listed(claim));
    }

    private boolean known(Digest name) {
        return young.contains(name) || old.contains(name);
    }

    private boolean remember(Digest name, boolean valid) {
        if (!valid) return false;
        if (young.size() >= GENERATION) turn();
        young.add(name);
        return true;
    }

    private synchronized void turn() {
        if (young.size() < GENERATION) return;
        old = young;
        young = ConcurrentHashMap.newKeySet();
    }
}
