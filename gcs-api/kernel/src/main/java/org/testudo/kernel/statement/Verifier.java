package org.testudo.kernel.statement;

/**
 * Checks signatures by the one definition of SICP-10. Nothing here ever throws on hostile input. Implementations are safe
 * for use by several threads.
 */
public interface Verifier {
    /** Whether these 64 bytes are a valid Ed25519 signature of the {@linkplain BatchRoot#signedBytes root} under the key. */
    boolean verifyRoot(StatementKey key, BatchRoot root, byte[] rootSignature);

    /**
     * Whether this is a valid signature of the statement under the key: its path leads from the statement to a root that the
     * key signed. The definition for batches of any size; not to be replaced.
     */
    default boolean verify(StatementKey key, byte[] statement, Signature signature) {
        return verifyRoot(key, signature.root(statement), signature.rootSignature());
    }

    /** Whether the group's authority certified the key for the principal; expiry is not asked. Never throws. */
    boolean certified(Claim.Certified claim);

    /** Whether the group's authority signed the CRL, and it says what is claimed; by default nothing is believed. Never throws. */
    default boolean listed(Claim.Listed claim) {
        return false;
    }
}
