package org.testudo.sicp.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testudo.api.TestudoException;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementKey;

/** SICP-10: one definition of a valid signature, the same whichever provider is present. */
class SignatureDefinitionTest {
    private static final List<SignatureVectors.Vector> VECTORS =
            SignatureVectors.load().all();

    /** The reference alone, and beside it every provider of Ed25519 that this machine has. */
    static Stream<Optional<FasterVerifier>> verifiers() {
        List<Optional<FasterVerifier>> verifiers = new ArrayList<>();
        verifiers.add(Optional.empty());
        verifiers.add(Optional.of(new JcaVerifier(new BouncyCastleProvider())));
        for (Provider provider : Security.getProviders("Signature.Ed25519")) {
            verifiers.add(Optional.of(new JcaVerifier(provider)));
        }
        JcaVerifier.corretto().ifPresent(it -> verifiers.add(Optional.of(it)));
        return verifiers.stream();
    }

    @ParameterizedTest
    @MethodSource("verifiers")
    void everyVectorGetsTheVerdictOfTheDefinition(Optional<FasterVerifier> faster) {
        Ed25519Verifier verifier = new Ed25519Verifier(faster);

        assertThat(VECTORS)
                .allSatisfy(it -> assertThat(verifier.verify(it.key(), it.statement(), it.signature()))
                        .as(it.name())
                        .isEqualTo(it.valid()));
        faster.ifPresent(
                it -> assertThat(SignatureVectors.load().objectionTo(it)).isEmpty());
    }

    @Test
    void platformIsAmongTheProvidersAndJudgesTorsionOtherwise() {
        FasterVerifier platform = new JcaVerifier(Security.getProviders("Signature.Ed25519")[0]);

        List<String> rejected = VECTORS.stream()
                .filter(it -> it.valid() && !platform.forKey(it.key()).accepts(it.statement(), it.signature()))
                .map(SignatureVectors.Vector::name)
                .toList();

        assertThat(rejected).as("why a provider's no proves nothing").contains("torsion-1-in-r-0", "torsion-4-in-r-2");
    }

    @Test
    void bouncyCastleByItselfAcceptsKeysThatAreNotOfPrimeOrder() {
        FasterVerifier unguarded = new JcaVerifier(new BouncyCastleProvider());

        List<String> accepted = VECTORS.stream()
                .filter(it -> !it.valid() && unguarded.forKey(it.key()).accepts(it.statement(), it.signature()))
                .map(SignatureVectors.Vector::name)
                .toList();

        assertThat(accepted).as("why keys are validated when registered").anyMatch(it -> it.contains("in-key"));
    }

    @Test
    void providerThatSaysYesWronglyIsNotUsed() {
        assertThat(SignatureVectors.load().objectionTo(liar())).isPresent();
        assertThat(Ed25519Verifier.with(Optional.of(liar())).describe()).isEqualTo("Bouncy Castle");
    }

    /** It would cost its time for nothing, and nobody would notice. */
    @Test
    void providerThatSaysYesToNothingIsNotUsed() {
        FasterVerifier denier = provider("denier", false);

        assertThat(SignatureVectors.load().objectionTo(denier))
                .hasValueSatisfying(it -> assertThat(it).contains("ordinary"));
        assertThat(Ed25519Verifier.with(Optional.of(denier)).describe()).isEqualTo("Bouncy Castle");
    }

    @Test
    void providerThatPassesIsUsedAndOnlyItsNoIsConfirmed() {
        AtomicInteger yes = new AtomicInteger();
        FasterVerifier counting = counting(new JcaVerifier(new BouncyCastleProvider()), yes);
        Ed25519Verifier verifier = Ed25519Verifier.with(Optional.of(counting));
        StatementKeyPair pair = StatementKeyPair.generate();
        Signature signature = pair.sign(new byte[] {1}).orElseThrow();
        byte[] content = signature.root(new byte[] {1}).signedBytes();
        int before = yes.get();

        assertThat(verifier.verify(pair.key(), content, signature.rootSignature()))
                .isTrue();

        assertThat(yes.get()).isEqualTo(before + 1);
        assertThat(verifier.describe()).isEqualTo("counting, whose no is confirmed by Bouncy Castle");
    }

    /** The real one; the build puts it on the class path of these tests where its native part runs. */
    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void correttoIsFoundPassesTheVectorsAndIsUsed() {
        FasterVerifier corretto = JcaVerifier.corretto().orElseThrow();

        assertThat(SignatureVectors.load().objectionTo(corretto)).isEmpty();
        assertThat(Ed25519Verifier.standard().describe()).contains("Corretto", "confirmed by Bouncy Castle");
        assertThat(VECTORS.stream()
                        .filter(it -> it.valid() && !corretto.forKey(it.key()).accepts(it.statement(), it.signature()))
                        .map(SignatureVectors.Vector::name))
                .as("what only the confirmation makes valid")
                .contains("torsion-1-in-r-0");
    }

    @Test
    void encodingsThatAreNotCanonicalAreInvalidWhateverAProviderSays() {
        Ed25519Verifier verifier = new Ed25519Verifier(Optional.of(liar()));
        List<String> names =
                List.of("y-of-r-plus-p", "x-of-r-minus-zero", "x-of-r-minus-zero-2", "s-plus-order", "y-of-key-plus-p");

        assertThat(VECTORS.stream().filter(it -> names.contains(it.name())))
                .hasSize(names.size())
                .noneMatch(it -> verifier.verify(it.key(), it.statement(), it.signature()));
    }

    @Test
    void referenceOfAnotherDefinitionIsRefusedAtStart() {
        Ed25519Verifier other = new Ed25519Verifier(Optional.of(liar()));

        assertThatThrownBy(() -> SignatureVectors.load().requirePassed(other))
                .isInstanceOf(TestudoException.class)
                .hasMessageContainingAll("Bouncy Castle", "1.86");
    }

    /** A provider that says yes to everything. */
    private static FasterVerifier liar() {
        return provider("liar", true);
    }

    private static FasterVerifier provider(String name, boolean answer) {
        return new FasterVerifier() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Check forKey(StatementKey key) {
                return (content, signature) -> answer;
            }
        };
    }

    private static FasterVerifier counting(FasterVerifier faster, AtomicInteger yes) {
        return new FasterVerifier() {
            @Override
            public String name() {
                return "counting";
            }

            @Override
            public Check forKey(StatementKey key) {
                Check check = faster.forKey(key);
                return (content, signature) -> {
                    boolean accepted = check.accepts(content, signature);
                    if (accepted) yes.incrementAndGet();
                    return accepted;
                };
            }
        };
    }

    @Test
    void vectorsAreThoseThatTheMakerMakes() throws IOException {
        List<String> made = VectorMaker.all().stream()
                .map(SignatureVectors.Vector::toString)
                .toList();
        rewriteIfAsked(made);

        assertThat(VECTORS).map(SignatureVectors.Vector::toString).isEqualTo(made);
        assertThat(VECTORS).hasSizeGreaterThanOrEqualTo(80);
    }

    private static void rewriteIfAsked(List<String> made) throws IOException {
        if (!Boolean.getBoolean("testudo.rewrite")) return;
        Path file = Path.of("src/main/resources/org/testudo/sicp/signature", SignatureVectors.RESOURCE);
        List<String> lines = new ArrayList<>();
        lines.add("# Made by VectorMaker. name key statement signature verdict");
        lines.addAll(made);
        Files.write(file, lines);
    }

    @Test
    void signaturesOfOurOwnKeysAreValidForAll() {
        StatementKeyPair pair = StatementKeyPair.generate();
        byte[] statement = {1, 2, 3};
        Signature signature = pair.sign(statement).orElseThrow();
        byte[] content = signature.root(statement).signedBytes();
        byte[] other = signature.root(new byte[] {1, 2, 4}).signedBytes();

        verifiers().forEach(it -> {
            Ed25519Verifier verifier = new Ed25519Verifier(it);
            assertThat(verifier.verify(pair.key(), content, signature.rootSignature()))
                    .isTrue();
            assertThat(verifier.verify(pair.key(), other, signature.rootSignature()))
                    .isFalse();
            assertThat(verifier.verify(StatementKeyPair.generate().key(), content, signature.rootSignature()))
                    .isFalse();
        });
    }

    @Test
    void rememberedKeysAreBounded() {
        Ed25519Verifier verifier = new Ed25519Verifier(Optional.empty());
        StatementKeyPair pair = StatementKeyPair.generate();
        Signature alone = pair.sign(new byte[0]).orElseThrow();
        byte[] content = alone.root(new byte[0]).signedBytes();
        byte[] junk = new byte[32];
        for (int i = 0; i < Ed25519Verifier.MAX_KEYS + 100; i++) {
            junk[0] = (byte) i;
            junk[1] = (byte) (i >> 8);
            verifier.verify(StatementKey.fromBytes(junk), content, alone.rootSignature());
        }

        assertThat(verifier.rememberedKeys()).isEqualTo(Ed25519Verifier.MAX_KEYS);
        assertThat(verifier.verify(pair.key(), content, alone.rootSignature())).isTrue();
    }

    @Test
    void standardVerifierStartsAndNamesItsProviders() {
        assertThat(Ed25519Verifier.standard().describe()).contains("Bouncy Castle");
    }
}
