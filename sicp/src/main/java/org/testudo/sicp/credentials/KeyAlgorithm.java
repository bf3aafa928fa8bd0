package org.testudo.sicp.credentials;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Optional;

/** The kinds of keys that certificates may have (SICP-1). */
public enum KeyAlgorithm {
    /** The default: small, fast to make. */
    ED25519("Ed25519", "Ed25519", NamedParameterSpec.ED25519),
    /** ECDSA on the curve P-256. */
    P256("EC", "SHA256withECDSA", new ECGenParameterSpec("secp256r1")),
    /** RSA with a modulus of 3072 bits; loaded keys may have up to 8192. */
    RSA3072("RSA", "SHA256withRSA", new RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F4));

    static final int LEAST_MODULUS = 3072;
    static final int MOST_MODULUS = 8192;

    private final String keys;
    private final String signature;
    private final AlgorithmParameterSpec parameters;

    KeyAlgorithm(String keys, String signature, AlgorithmParameterSpec parameters) {
        this.keys = keys;
        this.signature = signature;
        this.parameters = parameters;
    }

    /** The JCA name of its signatures. */
    String signature() {
        return signature;
    }

    KeyPair generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(keys);
        generator.initialize(parameters);
        return generator.generateKeyPair();
    }

    /** The kind of a key; empty if it is none of those accepted. */
    static Optional<KeyAlgorithm> of(PublicKey key) {
        if (key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519")) return Optional.of(ED25519);
        if (key instanceof ECPublicKey ec && isP256(ec)) return Optional.of(P256);
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits >= LEAST_MODULUS && bits <= MOST_MODULUS) return Optional.of(RSA3072);
        }
        return Optional.empty();
    }

    private static boolean isP256(ECPublicKey key) {
        try {
            AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
            named.init(P256.parameters);
            ECParameterSpec curve = named.getParameterSpec(ECParameterSpec.class);
            return key.getParams().getOrder().equals(curve.getOrder())
                    && key.getParams().getGenerator().equals(curve.getGenerator())
                    && key.getParams().getCurve().equals(curve.getCurve());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform knows the curve P-256", e);
        }
    }
}
