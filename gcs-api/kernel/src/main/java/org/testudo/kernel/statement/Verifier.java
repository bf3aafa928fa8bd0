package org.testudo.kernel.statement;

/** Checks signatures by the one definition of SICP-10. Implementations are safe for use by several threads. */
public interface Verifier {
    /** Whether this is a valid signature of the statement under the key. Never throws on hostile input. */
    boolean verify(StatementKey key, byte[] statement, Signature signature);

    /** Whether the group's authority certified the key for the principal; expiry is not asked. Never throws. */
    boolean certified(Claim.Certified claim);
}
