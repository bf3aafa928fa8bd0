package org.testudo.sicp.credentials;

import org.testudo.kernel.statement.BatchRoot;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.sicp.signature.Ed25519Verifier;

/** Checks statements by SICP-10 and cards by the group's authority. Safe for use by several threads. */
public final class GroupVerifier implements Verifier {
    private final Ed25519Verifier signatures;
    private final AuthorityCertificate authority;
    private final String group;

    /**
     * With the providers that are present.
     *
     * @throws org.testudo.api.TestudoException if the class path holds another Bouncy Castle than the pinned one
     */
    public GroupVerifier(AuthorityCertificate authority, String group) {
        this(Ed25519Verifier.standard(), authority, group);
    }

    GroupVerifier(Ed25519Verifier signatures, AuthorityCertificate authority, String group) {
        this.signatures = signatures;
        this.authority = authority;
        this.group = group;
    }

    @Override
    public boolean verifyRoot(StatementKey key, BatchRoot root, byte[] rootSignature) {
        return signatures.verify(key, root.signedBytes(), rootSignature);
    }

    @Override
    public boolean listed(Claim.Listed claim) {
        try {
            return Crl.read(claim.crl(), authority).equals(claim.list());
        } catch (MalformedException e) {
            return false;
        }
    }

    @Override
    public boolean certified(Claim.Certified claim) {
        try {
            Card card = Card.decode(claim.card());
            return card.group().equals(group)
                    && card.principal().equals(claim.principal())
                    && card.statementKey().equals(claim.key())
                    && card.isGenuine(authority);
        } catch (MalformedException e) {
            return false;
        }
    }
}
