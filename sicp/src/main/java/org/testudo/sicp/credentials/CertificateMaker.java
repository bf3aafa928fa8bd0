package org.testudo.sicp.credentials;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes X.509 certificates with the platform's own signatures; no security provider is registered. */
final class CertificateMaker {
    /** Clocks may differ by this much before a fresh certificate is refused as not yet valid. */
    private static final Duration CLOCK_ALLOWANCE = Duration.ofHours(1);

    private static final SecureRandom RANDOM = new SecureRandom();

    /** When a certificate is valid. */
    record Validity(Instant from, Instant until) {
        static Validity lasting(Duration validity) {
            Instant now = Instant.now();
            return new Validity(now.minus(CLOCK_ALLOWANCE), now.plus(validity));
        }

        /** The same, but no longer than the certificate of who issues. */
        Validity endingWith(X509Certificate issuer) {
            Instant last = issuer.getNotAfter().toInstant();
            return until.isAfter(last) ? new Validity(from, last) : this;
        }

        /** The same, but not from before the certificate of who issues. */
        Validity beginningWith(X509Certificate issuer) {
            Instant first = issuer.getNotBefore().toInstant();
            return from.isBefore(first) ? new Validity(first, until) : this;
        }
    }

    /** Who signs a certificate. */
    record Issuer(X500Name name, PrivateKey key) {}

    private CertificateMaker() {}

    static X509Certificate authority(X500Name name, KeyPair pair, Validity validity) {
        try {
            X509v3CertificateBuilder builder = builder(name, name, pair.getPublic(), validity)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(1))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return signed(builder, new Issuer(name, pair.getPrivate()));
        } catch (CertIOException e) {
            throw new IllegalStateException("constant extensions", e);
        }
    }

    /** Of an authority that issues to holders and to no further authority, and signs no CRL. */
    static X509Certificate intermediate(X500Name name, PublicKey key, Validity validity, Issuer issuer) {
        try {
            X509v3CertificateBuilder builder = builder(issuer.name, name, key, validity)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            return signed(builder, issuer);
        } catch (CertIOException e) {
            throw new IllegalStateException("constant extensions", e);
        }
    }

    static X509Certificate holder(X500Name name, PublicKey key, Validity validity, Issuer issuer) {
        try {
            KeyPurposeId[] both = {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
            X509v3CertificateBuilder builder = builder(issuer.name, name, key, validity)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(both));
            return signed(builder, issuer);
        } catch (CertIOException e) {
            throw new IllegalStateException("constant extensions", e);
        }
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Validity validity) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(126, RANDOM).setBit(126),
                Date.from(validity.from),
                Date.from(validity.until),
                subject,
                key);
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, Issuer issuer) {
        try {
            String algorithm = algorithm(issuer.key);
            byte[] encoded = builder.build(new JcaContentSignerBuilder(algorithm).build(issuer.key))
                    .getEncoded();
            return AuthorityCertificate.parse(encoded);
        } catch (OperatorCreationException | IOException | GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform signs certificates", e);
        }
    }

    /** The name of the signatures that a private key makes. */
    static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "EC" -> KeyAlgorithm.P256.signature();
            case "RSA" -> KeyAlgorithm.RSA3072.signature();
            default -> KeyAlgorithm.ED25519.signature();
        };
    }
}
