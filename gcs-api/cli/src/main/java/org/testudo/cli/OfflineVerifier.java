package org.testudo.cli;

import org.testudo.kernel.statement.BatchRoot;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Verifier;
import org.testudo.sicp.signature.Ed25519Verifier;

/** Checks signatures with the keys of a chain of views; it judges no cards, for the genesis has them. */
public final class OfflineVerifier implements Verifier {
    private final Ed25519Verifier signatures = Ed25519Verifier.standard();

    @Override
    public boolean verifyRoot(StatementKey key, BatchRoot root, byte[] rootSignature) {
        return signatures.verify(key, root.signedBytes(), rootSignature);
    }

    @Override
    public boolean certified(Claim.Certified claim) {
        return false;
    }
}
