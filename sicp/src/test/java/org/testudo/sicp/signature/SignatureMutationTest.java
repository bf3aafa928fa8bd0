package org.testudo.sicp.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.simulator.SeededRandom;

/**
 * SICP-10: whatever key, content and signature somebody makes up, members with different providers judge alike. Begins with
 * the vectors, which have torsion and other encodings, and with good signatures, and changes them;
 * {@code -Dtestudo.fuzz.rounds} says how often.
 */
class SignatureMutationTest {
    private static final int ROUNDS = Integer.getInteger("testudo.fuzz.rounds", 4_000) / 4;
    private static final long SEED = Long.getLong("testudo.seed", 1);

    /** The order of the group: S and S plus this are the same to a careless verifier. */
    private static final BigInteger ORDER =
            BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private record Case(byte[] key, byte[] content, byte[] signature) {}

    private final SeededRandom random = new SeededRandom(SEED);

    @Test
    void allProvidersGiveTheVerdictOfTheReference() {
        Ed25519Verifier reference = new Ed25519Verifier(Optional.empty());
        List<Ed25519Verifier> others = SignatureDefinitionTest.verifiers()
                .filter(Optional::isPresent)
                .map(Ed25519Verifier::new)
                .toList();
        List<Case> pool = pool();
        int valid = 0;

        for (int i = 0; i < ROUNDS; i++) {
            Case next = changed(pool);
            boolean verdict = verdict(reference, next);
            valid += verdict ? 1 : 0;
            for (Ed25519Verifier other : others) {
                assertThat(verdict(other, next))
                        .as("%s at %s", other.describe(), hex(next))
                        .isEqualTo(verdict);
            }
        }

        assertThat(others).as("the platform and Bouncy Castle at least").hasSizeGreaterThanOrEqualTo(2);
        assertThat(valid).as("some are valid as they are").isBetween(1, ROUNDS / 2);
    }

    /** What the test above would see if a provider's word were taken as it is. */
    @Test
    void providersByThemselvesDiffer() {
        Ed25519Verifier reference = new Ed25519Verifier(Optional.empty());
        FasterVerifier platform = new JcaVerifier(Security.getProviders("Signature.Ed25519")[0]);
        FasterVerifier other = new JcaVerifier(new BouncyCastleProvider());
        List<Case> pool = pool();
        int differences = 0;

        for (int i = 0; i < ROUNDS; i++) {
            Case next = changed(pool);
            boolean verdict = verdict(reference, next);
            if (accepts(platform, next) != verdict || accepts(other, next) != verdict) differences++;
        }

        assertThat(differences).isPositive();
    }

    private static List<Case> pool() {
        List<Case> pool = new ArrayList<>();
        for (SignatureVectors.Vector each : SignatureVectors.load().all()) {
            pool.add(new Case(each.key().toBytes(), each.statement(), each.signature()));
        }
        for (int i = 0; i < 20; i++) {
            byte[] statement = {(byte) i};
            StatementKeyPair pair = StatementKeyPair.fromSeed(Arrays.copyOf(statement, 32));
            Signature signature = pair.sign(statement).orElseThrow();
            pool.add(
                    new Case(pair.key().toBytes(), signature.root(statement).signedBytes(), signature.rootSignature()));
        }
        return pool;
    }

    private Case changed(List<Case> pool) {
        Case one = random.pick(pool);
        Case other = random.pick(pool);
        return switch (random.below(9)) {
            case 0 -> new Case(flipped(one.key), one.content, one.signature);
            case 1 -> new Case(one.key, flipped(one.content), one.signature);
            case 2 -> new Case(one.key, one.content, flipped(one.signature));
            case 3 -> new Case(other.key, one.content, one.signature);
            case 4 -> new Case(one.key, one.content, joined(other.signature, one.signature));
            case 5 -> new Case(one.key, one.content, joined(one.signature, other.signature));
            case 6 -> new Case(one.key, one.content, plusOrder(one.signature));
            case 7 -> new Case(one.key, one.content, withTop(one.signature));
            default -> one;
        };
    }

    private byte[] flipped(byte[] bytes) {
        byte[] changed = bytes.clone();
        if (changed.length > 0) changed[random.below(changed.length)] ^= (byte) (1 << random.below(8));
        return changed;
    }

    /** R of one, S of the other. */
    private static byte[] joined(byte[] one, byte[] other) {
        byte[] joined = Arrays.copyOf(one, 64);
        System.arraycopy(other, 32, joined, 32, 32);
        return joined;
    }

    private static byte[] plusOrder(byte[] signature) {
        byte[] big = new byte[32];
        for (int i = 0; i < 32; i++) big[i] = signature[63 - i];
        byte[] sum = new BigInteger(1, big).add(ORDER).toByteArray();
        byte[] changed = signature.clone();
        for (int i = 0; i < 32; i++) changed[32 + i] = i < sum.length ? sum[sum.length - 1 - i] : 0;
        return changed;
    }

    /** The sign of R's x the other way, or a y that is not reduced. */
    private byte[] withTop(byte[] signature) {
        byte[] changed = signature.clone();
        if (random.chance(0.5)) changed[31] ^= (byte) 0x80;
        else Arrays.fill(changed, 1, 31, (byte) 0xff);
        return changed;
    }

    private static boolean verdict(Ed25519Verifier verifier, Case it) {
        return verifier.verify(StatementKey.fromBytes(it.key), it.content, it.signature);
    }

    private static boolean accepts(FasterVerifier verifier, Case it) {
        return verifier.forKey(StatementKey.fromBytes(it.key)).accepts(it.content, it.signature);
    }

    private static String hex(Case it) {
        var hex = HexFormat.of();
        return hex.formatHex(it.key) + " " + hex.formatHex(it.content) + " " + hex.formatHex(it.signature);
    }
}
