package org.testudo.sicp.signature;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.testudo.kernel.statement.StatementKey;

/** Ed25519 of a security provider of the platform, which need not be registered. */
final class JcaVerifier implements FasterVerifier {
    private static final String CORRETTO = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
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
            return provider.getService("Signature", ALGORITHM) == null
                    ? Optional.empty()
                    : Optional.of(new JcaVerifier(provider));
        } catch (ClassNotFoundException | NoSuchMethodException e) {
            return Optional.empty(); // not there
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException | LinkageError e) {
            return Optional.empty(); // there, but its native part is for another platform
        }
    }

    @Override
    public String name() {
        return provider.getName() + " " + provider.getVersionStr();
    }

    @Override
    public Check forKey(StatementKey key) {
        try {
            PublicKey decoded = KeyFactory.getInstance(ALGORITHM, provider).generatePublic(encoded(key));
            return (content, signature) -> accepts(decoded, content, signature);
        } catch (GeneralSecurityException | IOException e) {
            return (content, signature) -> false;
        }
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
