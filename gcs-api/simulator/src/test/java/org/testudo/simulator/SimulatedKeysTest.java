package org.testudo.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementKey;

class SimulatedKeysTest {
    private static final byte[] STATEMENT = "the statement".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private final SimulatedKeys keys = new SimulatedKeys();

    @Test
    void aSignatureHoldsForItsKeyAndStatementAlone() {
        StatementKey key = keys.create("alice");
        Signature signature = keys.sign(key, STATEMENT, 0);

        assertThat(keys.verify(key, STATEMENT, signature)).isTrue();
        assertThat(keys.verify(keys.create("bob"), STATEMENT, signature)).isFalse();
        assertThat(keys.verify(key, new byte[] {1}, signature)).isFalse();
        assertThat(keys.verify(StatementKey.fromBytes(new byte[32]), STATEMENT, signature))
                .isFalse();
    }

    @Test
    void variantsAreValidSignaturesInBatchesOfSeveralSizes() {
        StatementKey key = keys.create("alice");
        List<Signature> variants = new ArrayList<>();
        for (long variant = -20; variant < 20; variant++) variants.add(keys.sign(key, STATEMENT, variant));

        assertThat(variants)
                .doesNotHaveDuplicates()
                .allMatch(it -> keys.verify(key, STATEMENT, it))
                .noneMatch(it -> keys.verify(key, new byte[] {1}, it));
        assertThat(variants.stream().map(Signature::count)).contains(1, 2, 3, 4, 5);
        assertThat(keys.sign(key, STATEMENT, 0).count()).isEqualTo(1);
    }

    @Test
    void everyBitOfASignatureCounts() {
        StatementKey key = keys.create("alice");
        Signature signature = keys.sign(key, STATEMENT, 0);

        for (int bit = 0; bit < 8 * Signature.LENGTH; bit++) {
            byte[] bytes = signature.rootSignature();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(keys.verify(key, STATEMENT, Signature.fromBytes(bytes))).isFalse();
        }
    }

    @Test
    void aCardHoldsForItsPrincipalAndKeyAlone() {
        Principal dora = new Principal(Principal.Kind.CLIENT, "dora");
        Principal eve = new Principal(Principal.Kind.CLIENT, "eve");
        StatementKey key = keys.create("client:dora");
        byte[] card = keys.card(dora, key);

        assertThat(keys.certified(new Claim.Certified(dora, key, card))).isTrue();
        assertThat(keys.certified(new Claim.Certified(eve, key, card))).isFalse();
        assertThat(keys.certified(new Claim.Certified(dora, keys.create("other"), card)))
                .isFalse();
        assertThat(keys.certified(new Claim.Certified(dora, key, new byte[0]))).isFalse();
    }
}
