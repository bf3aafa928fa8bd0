package org.testudo.gacp.client;

import org.testudo.kernel.statement.BatchRoot;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Verifier;
import org.testudo.sicp.signature.Ed25519Verifier;

/** Checks the signatures of members; a client judges no cards. The providers are tried once for all clients of a process. */
final class ReplyVerifier implements Verifier {
    private static final class Shared {
        static final Ed25519Verifier VERIFIER = Ed25519Verifier.standard();
    }

    @Override
    public boolean verifyRoot(StatementKey key, BatchRoot root, byte[] rootSignature) {
        return Shared.VERIFIER.verify(key, root.signedBytes(), rootSignature);
    }

    @Override
    public boolean certified(Claim.Certified claim) {
        return false;
    }
}
