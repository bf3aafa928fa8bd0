package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementKey;

/** SICP-13: what is remembered is bound to key, statement and signature together. */
class ProvenStatementsTest {
    private static final StatementKey KEY = TestKeys.key("alice");

    private final TestKeys.CountingVerifier verifier = new TestKeys.CountingVerifier();
    private final ProvenStatements proven = new ProvenStatements(verifier);

    @Test
    void validSignatureIsVerifiedOnce() {
        assertThat(valid(1)).isTrue();
        assertThat(valid(1)).isTrue();
        assertThat(verifier.asked()).isEqualTo(1);
    }

    @Test
    void proofCountsForNoOtherKeyStatementOrSignature() {
        valid(1);

        assertThat(proven.verify(TestKeys.key("bob"), bytes(1), TestKeys.signature(KEY, bytes(1))))
                .isFalse();
        assertThat(proven.verify(KEY, bytes(2), TestKeys.signature(KEY, bytes(1))))
                .isFalse();
        assertThat(proven.verify(KEY, bytes(1), TestKeys.signature(KEY, bytes(2))))
                .isFalse();
    }

    @Test
    void refusalIsNotRemembered() {
        Signature wrong = Signature.fromBytes(new byte[Signature.LENGTH]);

        assertThat(proven.verify(KEY, bytes(1), wrong)).isFalse();
        assertThat(proven.verify(KEY, bytes(1), wrong)).isFalse();
        assertThat(verifier.asked()).isEqualTo(2);
    }

    @Test
    void oldProofsAreForgottenAndVerifiedAnew() {
        for (int i = 0; i <= ProvenStatements.ROOTS; i++) valid(i);
        int before = verifier.asked();

        assertThat(valid(ProvenStatements.ROOTS)).isTrue();
        assertThat(verifier.asked()).isEqualTo(before);
        assertThat(valid(0)).isTrue();
        assertThat(verifier.asked()).isEqualTo(before + 1);
    }

    @Test
    void cardThatIsGenuineIsAskedForOnce() {
        Claim.Certified card = new Claim.Certified(Principal.of(new MemberId("alice")), KEY, new byte[] {1});
        Claim.Certified forged = new Claim.Certified(Principal.of(new MemberId("alice")), KEY, new byte[0]);

        assertThat(proven.certified(card)).isTrue();
        assertThat(proven.certified(card)).isTrue();
        assertThat(verifier.asked()).isEqualTo(1);
        assertThat(proven.certified(forged)).isFalse();
        assertThat(proven.certified(forged)).isFalse();
        assertThat(verifier.asked()).isEqualTo(3);
    }

    private boolean valid(int number) {
        return proven.verify(KEY, bytes(number), TestKeys.signature(KEY, bytes(number)));
    }

    private static byte[] bytes(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }
}
