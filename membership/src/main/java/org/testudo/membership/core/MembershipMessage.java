package org.testudo.membership.core;

import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signature;

/** What members tell each other about views; all else travels as ordered commands. */
public sealed interface MembershipMessage {
    /**
     * VIEW-SIGNATURE: the sender signs, with its key of {@code view}, the record of the view after it (GM-12). Sent once, for
     * the key is erased then.
     */
    record ViewSignature(long view, Digest next) implements MembershipMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.onViewSignature(this);
        }
    }

    /**
     * SIGNATURES: what the sender holds of the certificate of the view after {@code view}; again until Q are seen. Not signed
     * itself: each signature in it proves itself.
     *
     * @param wanted the sender lacks a certificate and asks for what the receiver holds: a wish, never a fact
     * @param held by seats of {@code view}, in rising order of names
     */
    record Signatures(long view, Digest next, boolean wanted, List<Held> held) implements MembershipMessage {
        public Signatures {
            held = List.copyOf(held);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.onSignatures(this);
        }
    }

    /** One member's signature. */
    record Held(MemberId member, Signature signature) {}

    /** One method per kind, so that a forgotten kind does not compile. */
    interface Visitor<R> {
        R onViewSignature(ViewSignature message);

        R onSignatures(Signatures message);
    }

    <R> R accept(Visitor<R> visitor);
}
