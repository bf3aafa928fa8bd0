package org.testudo.sicp.credentials;

import java.io.IOException;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.sicp.signature.Ed25519Reference;

/**
 * Checks signatures by certificates' keys with the pinned Bouncy Castle alone, so that all members judge a card alike
 * whatever providers they have (SICP-10).
 */
final class PublicKeys {
    private static final X9ECParameters P256 = CustomNamedCurves.getByName("secp256r1");

    private PublicKeys() {}

    /** Whether this is a valid signature under a key of an accepted kind. Never throws. */
    static boolean verify(SubjectPublicKeyInfo info, byte[] content, byte[] signature) {
        try {
            AsymmetricKeyParameter key = PublicKeyFactory.createKey(info);
            if (key instanceof Ed25519PublicKeyParameters ed) return verifyEd25519(ed, content, signature);
            if (key instanceof ECPublicKeyParameters ec && isP256(ec)) {
                return verify(new DSADigestSigner(new ECDSASigner(), new SHA256Digest()), ec, content, signature);
            }
            if (key instanceof RSAKeyParameters rsa && isAccepted(rsa)) {
                return verify(new RSADigestSigner(new SHA256Digest()), rsa, content, signature);
            }
            return false;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static boolean verifyEd25519(Ed25519PublicKeyParameters key, byte[] content, byte[] signature) {
        return signature.length == Signature.LENGTH
                && Ed25519Reference.validate(StatementKey.fromBytes(key.getEncoded()))
                        .map(valid -> valid.verify(content, signature))
                        .orElse(false);
    }

    private static boolean verify(Signer signer, AsymmetricKeyParameter key, byte[] content, byte[] signature) {
        signer.init(false, key);
        signer.update(content, 0, content.length);
        return signer.verifySignature(signature);
    }

    private static boolean isP256(ECPublicKeyParameters key) {
        return key.getParameters().getCurve().equals(P256.getCurve())
                && key.getParameters().getG().equals(P256.getG())
                && key.getParameters().getN().equals(P256.getN());
    }

    private static boolean isAccepted(RSAKeyParameters key) {
        int bits = key.getModulus().bitLength();
        return bits >= KeyAlgorithm.LEAST_MODULUS
                && bits <= KeyAlgorithm.MOST_MODULUS
                && key.getExponent().bitLength() <= 32;
    }
}
