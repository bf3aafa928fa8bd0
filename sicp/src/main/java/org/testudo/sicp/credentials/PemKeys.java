package org.testudo.sicp.credentials;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.util.io.pem.PemObject;
import org.testudo.api.TestudoException;

/**
 * Writes private keys into a PEM file in the place of what is there, in PKCS#8 (RFC 5958): encrypted with AES-256 under a key
 * that PBKDF2 makes of the pass phrase (RFC 8018), or as they are, if they were so before.
 */
final class PemKeys {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ITERATIONS = 300_000;
    private static final int SALT = 16;
    private static final int BLOCK = 16;
    private static final int KEY_BITS = 256;

    private PemKeys() {}

    /**
     * Replaces a file as a whole; readable by this user alone.
     *
     * @param before what the file holds: whether its keys are encrypted stays as it is
     */
    static void replace(Path file, byte[] before, Passphrase passphrase, List<KeyStoreFile.Entry> entries) {
        List<PemObject> blocks = new ArrayList<>();
        boolean open = PemStore.isOpen(before);
        try {
            for (KeyStoreFile.Entry each : entries) {
                blocks.add(open ? open(each.key()) : passphrase.use(characters -> encrypted(each.key(), characters)));
                if (each.alias().equals(StatementKeyEntry.ALIAS))
                    continue; // its certificate is of use in a PKCS#12 store only
                for (X509Certificate shown : each.chain()) {
                    blocks.add(new PemObject(PemFile.CERTIFICATE, shown.getEncoded()));
                }
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new TestudoException(
                    file + " cannot be renewed: its keys cannot be written (" + e.getMessage() + ")", e);
        }
        NewFile.replacePrivate(file, PemFile.bytes(blocks.toArray(PemObject[]::new)));
    }

    private static PemObject open(PrivateKey key) {
        return new PemObject(PemStore.OPEN, key.getEncoded());
    }

    private static PemObject encrypted(PrivateKey key, char[] passphrase) throws GeneralSecurityException, IOException {
        if (passphrase.length == 0) throw new IOException("they are encrypted, and there is no pass phrase");
        byte[] salt = random(SALT);
        byte[] vector = random(BLOCK);
        SecretKey derived = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(passphrase, salt, ITERATIONS, KEY_BITS));
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(derived.getEncoded(), "AES"), new IvParameterSpec(vector));
        byte[] hidden = cipher.doFinal(key.getEncoded());
        return new PemObject(
                PemStore.ENCRYPTED, new EncryptedPrivateKeyInfo(scheme(salt, vector), hidden).getEncoded("DER"));
    }

    private static AlgorithmIdentifier scheme(byte[] salt, byte[] vector) {
        AlgorithmIdentifier hash = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);
        PBKDF2Params derivation = new PBKDF2Params(salt, ITERATIONS, KEY_BITS / Byte.SIZE, hash);
        PBES2Parameters parameters = new PBES2Parameters(
                new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, derivation),
                new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(vector)));
        return new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
