package org.testudo.sicp.signature;

import org.testudo.kernel.statement.StatementKey;

/**
 * A provider of Ed25519 that is faster than the reference. Only its yes is taken; its no is confirmed by the reference
 * (SICP-10). Safe for use by several threads.
 */
interface FasterVerifier {
    /** For people. */
    String name();

    /** What checks signatures under a key that the reference has found valid. */
    Check forKey(StatementKey key);

    /** Checks signatures under one key. */
    @FunctionalInterface
    interface Check {
        /** Whether the provider says yes; false where it fails. Never throws. */
        boolean accepts(byte[] content, byte[] signature);
    }
}
