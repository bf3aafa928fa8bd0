package org.testudo.sicp.credentials;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.sicp.signature.StatementKeyPair;

/**
 * A statement key as an entry of a store. A store keeps a private key only together with a certificate, so it gets one that
 * it signs itself and that nobody trusts: it is never sent.
 */
final class StatementKeyEntry {
    static final String ALIAS = "statement";

    private static final Duration VALIDITY = Duration.ofDays(3650);

    private StatementKeyEntry() {}

    static KeyStoreFile.Entry of(StatementKeyPair pair, String name) {
        byte[] seed = pair.seed().orElseThrow(() -> new IllegalStateException("the statement key has been erased"));
        try {
            KeyFactory keys = KeyFactory.getInstance("Ed25519");
            PrivateKey key = keys.generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
            PublicKey publicKey = keys.generatePublic(new X509EncodedKeySpec(encoded(pair.key())));
            X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.CN, "statement key of " + name)
                    .build();
            X509Certificate certificate = CertificateMaker.holder(
                    subject,
                    publicKey,
                    CertificateMaker.Validity.lasting(VALIDITY),
                    new CertificateMaker.Issuer(subject, key));
            return new KeyStoreFile.Entry(ALIAS, key, List.of(certificate));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java platform has Ed25519", e);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /** An entry of a key without one; empty if it is no Ed25519 key. */
    static Optional<KeyStoreFile.Entry> of(PrivateKey key) {
        if (!(key instanceof EdECPrivateKey ed)) return Optional.empty();
        return ed.getBytes().filter(seed -> seed.length == StatementKey.LENGTH).map(seed -> {
            StatementKeyPair pair = StatementKeyPair.fromSeed(seed);
            Arrays.fill(seed, (byte) 0);
            return of(pair, "pem");
        });
    }

    /** The key pair in an entry; empty if it holds none, or one that does not belong to its certificate. */
    static Optional<StatementKeyPair> read(KeyStoreFile.Entry entry) {
        if (!(entry.key() instanceof EdECPrivateKey key)) return Optional.empty();
        return key.getBytes().filter(seed -> seed.length == StatementKey.LENGTH).flatMap(seed -> {
            StatementKeyPair pair = StatementKeyPair.fromSeed(seed);
            Arrays.fill(seed, (byte) 0);
            return certifies(entry.chain().get(0), pair.key()) ? Optional.of(pair) : Optional.empty();
        });
    }

    private static boolean certifies(X509Certificate certificate, StatementKey key) {
        byte[] encoded = certificate.getPublicKey().getEncoded();
        return Arrays.equals(
                SubjectPublicKeyInfo.getInstance(encoded).getPublicKeyData().getOctets(), key.toBytes());
    }

    private static byte[] encoded(StatementKey key) throws IOException {
        AlgorithmIdentifier ed25519 = new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
        return new SubjectPublicKeyInfo(ed25519, key.toBytes()).getEncoded();
    }
}
