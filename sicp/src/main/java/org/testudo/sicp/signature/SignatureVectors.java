package org.testudo.sicp.signature;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.testudo.api.TestudoException;
import org.testudo.kernel.statement.StatementKey;

/**
 * Signatures about which providers disagree, with the verdict of our definition (SICP-10): small-order points added to R
 * and to A, encodings that are not canonical, S too large. Every provider is judged by them before it is used.
 */
final class SignatureVectors {
    static final String RESOURCE = "ed25519-vectors.txt";

    /** The vector that RFC 8032 itself would make. */
    private static final String ORDINARY = "right";

    /** One line of the file: name, public key, statement, signature and verdict. */
    record Vector(String name, StatementKey key, byte[] statement, byte[] signature, boolean valid) {
        static Vector parse(String line) {
            String[] parts = line.split(" ");
            HexFormat hex = HexFormat.of();
            return new Vector(
                    parts[0],
                    StatementKey.fromBytes(hex.parseHex(parts[1])),
                    hex.parseHex(parts[2]),
                    hex.parseHex(parts[3]),
                    parts[4].equals("valid"));
        }

        @Override
        public String toString() {
            HexFormat hex = HexFormat.of();
            return String.join(
                    " ",
                    name,
                    hex.formatHex(key.toBytes()),
                    hex.formatHex(statement),
                    hex.formatHex(signature),
                    valid ? "valid" : "invalid");
        }
    }

    private final List<Vector> vectors;

    private SignatureVectors(List<Vector> vectors) {
        this.vectors = vectors;
    }

    static SignatureVectors load() {
        try (InputStream in = SignatureVectors.class.getResourceAsStream(RESOURCE)) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return new SignatureVectors(text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Vector::parse)
                    .toList());
        } catch (IOException e) {
            throw new IllegalStateException("the jar holds " + RESOURCE, e);
        }
    }

    List<Vector> all() {
        return vectors;
    }

    /** Fails unless every verdict is that of the definition. */
    void requirePassed(Ed25519Verifier verifier) {
        for (Vector each : vectors) {
            if (verifier.verify(each.key, each.statement, each.signature) != each.valid) {
                throw new TestudoException("signatures: Bouncy Castle judges '" + each.name + "' otherwise than "
                        + "version 1.86, so this member would disagree with others; put bcprov 1.86 on the class path");
            }
        }
    }

    /**
     * Why a provider must not be used beside the reference: it would change a verdict, or it says yes to nothing and only
     * costs time. A no to signatures with torsion is no objection.
     */
    Optional<String> objectionTo(FasterVerifier faster) {
        Ed25519Verifier both = new Ed25519Verifier(Optional.of(faster));
        for (Vector each : vectors) {
            if (both.verify(each.key, each.statement, each.signature) != each.valid) {
                return Optional.of("it judges '" + each.name + "' wrongly");
            }
        }
        return vectors.stream()
                .filter(it -> it.name.equals(ORDINARY))
                .filter(it -> !faster.forKey(it.key).accepts(it.statement, it.signature))
                .map(it -> "it does not accept an ordinary signature")
                .findFirst();
    }
}
