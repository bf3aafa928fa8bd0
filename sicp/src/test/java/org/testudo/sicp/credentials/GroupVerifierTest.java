package org.testudo.sicp.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Verifier;

class GroupVerifierTest {
    private static final Authority AUTHORITY = Authority.create("payments");
    private static final Principal CARL = new Principal(Principal.Kind.CLIENT, "carl");

    private final Verifier verifier = new GroupVerifier(AUTHORITY.certificate(), "payments");
    private final Credentials carl = AUTHORITY.issue(CARL);

    @Test
    void cardCertifiesItsOwnPrincipalAndKeyOnly() {
        byte[] card = carl.card().encode();
        Principal sensor = new Principal(Principal.Kind.SENSOR, "carl");

        assertThat(certified(CARL, carl, card)).isTrue();
        assertThat(certified(sensor, carl, card)).isFalse();
        assertThat(certified(CARL, AUTHORITY.issue(CARL), card)).isFalse();
    }

    @Test
    void cardOfAnotherGroupOrAuthorityCertifiesNothing() {
        Credentials foreign = Authority.create("payments").issue(CARL);
        Credentials elsewhere = AUTHORITY.issue(
                CARL, KeyAlgorithm.ED25519, CertificateMaker.Validity.lasting(Authority.ISSUED_VALIDITY), "auctions");

        assertThat(certified(CARL, foreign, foreign.card().encode())).isFalse();
        assertThat(certified(CARL, elsewhere, elsewhere.card().encode())).isFalse();
    }

    @Test
    void junkCertifiesNothingAndThrowsNothing() {
        assertThat(certified(CARL, carl, new byte[0])).isFalse();
        assertThat(certified(CARL, carl, new byte[100_000])).isFalse();
    }

    @Test
    void statementsAreCheckedUnderTheirKey() {
        byte[] statement = {1, 2, 3};
        var signature = carl.statementKeys().sign(statement).orElseThrow();

        assertThat(verifier.verify(carl.statementKey(), statement, signature)).isTrue();
        assertThat(verifier.verify(carl.statementKey(), new byte[0], signature)).isFalse();
    }

    private boolean certified(Principal principal, Credentials of, byte[] card) {
        return verifier.certified(new Claim.Certified(principal, of.statementKey(), card));
    }
}
