package org.testudo.sicp.signature;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.kernel.statement.StatementKey;

/** Ed25519 of a security provider of the platform, which need not be registered. */
final class JcaVerifier implements FasterVerifier {
    private static final String CORRETTO = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final Logger LOG = LoggerFactory.getLogger(JcaVerifier.class);
    private static final String ALGORITHM = "Ed25519";

    private final Provider provider;

    JcaVerifier(Provider provider) {
        this.provider = provider;
    }

    /** Amazon Corretto's provider, about twice as fast as the reference, if it is on the class path and works here. */
    static Optional<FasterVerifier> corretto() {
        try {
            Provider provider =
                    (Provider) Class.forName(CORRETTO).getConstructor().newInstance();
            if (provider.getService("Signature", ALGORITHM) != null) return Optional.of(new JcaVerifier(provider));
            LOG.warn("signatures: {} knows no Ed25519; not used", provider);
        } catch (ClassNotFoundException e) {
            LOG.debug("signatures: no faster provider on the class path");
        } catch (ReflectiveOperationException | LinkageError e) { // such as a native part for another platform
            LOG.warn("signatures: the Amazon Corretto Crypto Provider on the class path does not work here", e);
        }
        return Optional.empty();
    }

    @Override
    public String name() {
        return provider.getName() + " " + provider.getVersionStr();
    }

    @Override
    public Check forKey(StatementKey key) {
        try {
            PublicKey decoded = keyFactory().generatePublic(encoded(key));
            return (content, signature) -> accepts(decoded, content, signature);
        } catch (GeneralSecurityException | IOException e) {
            return (content, signature) -> false;
        }
    }

    /** Corretto's has none unless a system property asks for it, and takes keys that the platform has decoded. */
    private KeyFactory keyFactory() throws NoSuchAlgorithmException {
        return provider.getService("KeyFactory", ALGORITHM) == null
                ? KeyFactory.getInstance(ALGORITHM)
                : KeyFactory.getInstance(ALGORITHM, provider);
    }

    private boolean accepts(PublicKey key, byte[] content, byte[] signature) {
        try {
            java.security.Signature verifier = java.security.Signature.getInstance(ALGORITHM, provider);
            verifier.initVerify(key);
            verifier.update(content);
            return verifier.verify(signature);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private static X509EncodedKeySpec encoded(StatementKey key) throws IOException {
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
        return new X509EncodedKeySpec(new SubjectPublicKeyInfo(algorithm, key.toBytes()).getEncoded());
    }
}
