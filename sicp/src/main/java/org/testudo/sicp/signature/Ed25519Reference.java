package org.testudo.sicp.signature;

import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.testudo.kernel.statement.StatementKey;

/**
 * The definition of a valid signature (SICP-10): the public key is canonical and of prime order, R is canonical, S is below
 * the order of the group, and the equation holds as Bouncy Castle 1.86 evaluates it, cofactored. Pure; never throws.
 */
public final class Ed25519Reference {
    /** A public key that has been fully validated. */
    public static final class Validated {
        private final Ed25519.PublicPoint point;

        private Validated(Ed25519.PublicPoint point) {
            this.point = point;
        }

        /** Whether these 64 bytes are a valid signature of the content. */
        public boolean verify(byte[] content, byte[] signature) {
            return Ed25519.verify(signature, 0, point, content, 0, content.length);
        }
    }

    private Ed25519Reference() {}

    /** The key, if it is canonical and of prime order; empty for all others, under which nothing is valid. */
    public static Optional<Validated> validate(StatementKey key) {
        return Optional.ofNullable(Ed25519.validatePublicKeyFullExport(key.toBytes(), 0))
                .map(Validated::new);
    }
}
