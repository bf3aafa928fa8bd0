package org.testudo.kernel.statement;

import java.util.Arrays;
import java.util.Objects;
import org.testudo.api.Principal;

/** Something nested in a message that the host must verify before a core sees the message (ARCHITECTURE 4, rule 5). */
public sealed interface Claim {
    /**
     * That a principal signed a statement. A view-bound one is checked with the signer's view key in the record of the view
     * that it names; a view-free one with the key of its origin.
     */
    record SignedBy(Principal signer, StatementHeader header, byte[] body, Signature signature) implements Claim {
        /** Equality of content, never of signature bytes (SICP-13). */
        public boolean sameStatement(SignedBy other) {
            return signer.equals(other.signer) && header.equals(other.header) && Arrays.equals(body, other.body);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof SignedBy that && sameStatement(that) && signature.equals(that.signature);
        }

        @Override
        public int hashCode() {
            return Objects.hash(signer, header, Arrays.hashCode(body));
        }
    }

    /**
     * That another claim does not hold, with the record by which that one is judged at hand: what evidence of a forgery rests on
     * (AD-10). What is valid is the same for every judge (SICP-10), so what is not valid is too.
     */
    record Refuted(Claim claim) implements Claim {}

    /**
     * That the group's authority certified a statement key for a principal: the card of {@code testudo keys}, which begins with
     * the {@link CertificateSerials} of its certificates. Whether it has expired is not asked (G-2).
     */
    record Certified(Principal principal, StatementKey key, byte[] card) implements Claim {
        @Override
        public boolean equals(Object other) {
            return other instanceof Certified that
                    && principal.equals(that.principal)
                    && key.equals(that.key)
                    && Arrays.equals(card, that.card);
        }

        @Override
        public int hashCode() {
            return Objects.hash(principal, key, Arrays.hashCode(card));
        }
    }

    /**
     * That the group's authority signed a CRL, and that this is what the CRL says (SICP-11). Whether it is out of date is not
     * asked (G-2).
     */
    record Listed(RevocationList list, byte[] crl) implements Claim {
        @Override
        public boolean equals(Object other) {
            return other instanceof Listed that && list.equals(that.list) && Arrays.equals(crl, that.crl);
        }

        @Override
        public int hashCode() {
            return Objects.hash(list, Arrays.hashCode(crl));
        }
    }
}
