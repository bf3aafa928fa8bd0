package org.testudo.stack;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Verifier;

/**
 * Remembers which signatures were found valid, so that a request relayed by several members, or a vote that comes again
 * inside a certificate, is verified once. The memory is keyed by key, statement and signature together, so that it answers
 * only what the verifier would answer; a no is never remembered. Safe for use by several threads.
 */
final class ProvenStatements implements Verifier {
    /** Entries of one generation; two are kept. */
    static final int GENERATION = 32_768;

    private final Verifier verifier;
    private volatile Set<Digest> young = ConcurrentHashMap.newKeySet();
    private volatile Set<Digest> old = ConcurrentHashMap.newKeySet();

    ProvenStatements(Verifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public boolean verify(StatementKey key, byte[] statement, Signature signature) {
        Digest name = Digest.of(out -> {
            key.write(out.writeByte(1));
            signature.write(out);
            out.writeFixed(statement);
        });
        return known(name) || remember(name, verifier.verify(key, statement, signature));
    }

    @Override
    public boolean certified(Claim.Certified claim) {
        Digest name = Digest.of(out -> {
            out.writeByte(2).writeText(claim.principal().toString());
            claim.key().write(out);
            out.writeFixed(claim.card());
        });
        return known(name) || remember(name, verifier.certified(claim));
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
