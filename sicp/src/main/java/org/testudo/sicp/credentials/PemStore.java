package org.testudo.sicp.credentials;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.testudo.api.TestudoException;

/**
 * Private keys in a PEM file, in the place of a PKCS#12 store: two keys in PKCS#8, encrypted or not, and the certificate of one of
 * them; the other is the statement key. What else is there, as {@code openssl pkcs12} writes it, is passed over.
 */
final class PemStore {
    private static final int SEQUENCE = 0x30;
    static final String OPEN = "PRIVATE KEY";
    static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path file;
    private final String what;
    private final List<PrivateKey> keys = new ArrayList<>();
    private final List<X509Certificate> certificates = new ArrayList<>();

    private PemStore(Path file, String what) {
        this.file = file;
        this.what = what;
    }

    /** Whether these are the bytes of a PEM file: a store in PKCS#12 begins as a sequence does. */
    static boolean isPem(byte[] bytes) {
        return bytes.length > 0 && bytes[0] != SEQUENCE && text(bytes).contains("-----BEGIN ");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Whether all keys in it can be read without a pass phrase. */
    static boolean isOpen(byte[] bytes) {
        String text = text(bytes);
        return isPem(bytes) && text.contains("BEGIN " + OPEN) && !text.contains("BEGIN " + ENCRYPTED);
    }

    /**
     * The key for TLS with its certificate, and the statement key.
     *
     * @throws TestudoException if they are not there, the pass phrase is wrong, or others may read keys that are not encrypted
     */
    static List<KeyStoreFile.Entry> read(byte[] bytes, Passphrase passphrase, Path file, String what) {
        PemStore store = new PemStore(file, what);
        for (PemObject each : store.blocks(bytes)) store.take(each, passphrase);
        return store.entries();
    }

    private void requirePrivate() {
        try {
            if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) return;
            if (Files.getPosixFilePermissions(file).stream().noneMatch(OTHERS::contains)) return;
            throw new TestudoException(what + ": others than its owner may read or write " + file
                    + ", whose keys are not encrypted; chmod 600 it");
        } catch (IOException e) {
            throw new TestudoException(what + ": " + file + " cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private List<PemObject> blocks(byte[] bytes) {
        List<PemObject> blocks = new ArrayList<>();
        try (PemReader in = new PemReader(new StringReader(text(bytes)))) {
            for (PemObject each = in.readPemObject(); each != null; each = in.readPemObject()) blocks.add(each);
            return blocks;
        } catch (IOException | RuntimeException e) {
            throw wrong("is neither a PKCS#12 store nor a PEM file", e);
        }
    }

    private void take(PemObject block, Passphrase passphrase) {
        try {
            switch (block.getType()) {
                case PemFile.CERTIFICATE -> certificates.add(AuthorityCertificate.parse(block.getContent()));
                case OPEN -> {
                    requirePrivate();
                    keys.add(key(PrivateKeyInfo.getInstance(block.getContent())));
                }
                case ENCRYPTED -> keys.add(key(passphrase.use(characters -> decrypted(block, characters))));
                default -> throw wrong("holds a block " + block.getType() + "; keys must be in PKCS#8", null);
            }
        } catch (CertificateException e) {
            throw wrong("holds a damaged certificate", e);
        } catch (TestudoException e) {
            throw e;
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw wrong("holds a key that cannot be read", e);
        }
    }

    /** With the platform's ciphers, whose name of a scheme stands in its parameters. */
    private PrivateKeyInfo decrypted(PemObject block, char[] passphrase) throws GeneralSecurityException, IOException {
        if (passphrase.length == 0) throw wrong("is encrypted; give its pass phrase", null);
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(block.getContent());
        AlgorithmParameters parameters = info.getAlgParameters();
        if (parameters == null) throw new IllegalArgumentException("no parameters");
        SecretKey key = SecretKeyFactory.getInstance(parameters.toString()).generateSecret(new PBEKeySpec(passphrase));
        Cipher cipher = Cipher.getInstance(parameters.toString());
        cipher.init(Cipher.DECRYPT_MODE, key, parameters);
        try {
            return PrivateKeyInfo.getInstance(info.getKeySpec(cipher).getEncoded());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw KeyStoreFile.wrongPassphrase(file, what, e);
        }
    }

    private static PrivateKey key(PrivateKeyInfo info) throws GeneralSecurityException, IOException {
        String algorithm = switch (info.getPrivateKeyAlgorithm().getAlgorithm().getId()) {
            case "1.3.101.112" -> "Ed25519";
            case "1.2.840.10045.2.1" -> "EC";
            case "1.2.840.113549.1.1.1" -> "RSA";
            default -> throw new IllegalArgumentException("unknown kind of key");
        };
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }

    private List<KeyStoreFile.Entry> entries() {
        List<X509Certificate> own =
                certificates.stream().filter(PemStore::namesPrincipal).toList();
        if (own.size() != 1) throw wrong("must hold one certificate of a principal, found " + own.size(), null);
        List<PrivateKey> tls =
                keys.stream().filter(key -> belongs(key, own.get(0))).toList();
        List<PrivateKey> others =
                keys.stream().filter(key -> !tls.contains(key)).toList();
        if (tls.size() != 1 || others.size() != 1) {
            throw wrong(
                    "must hold two keys, that of its certificate and the statement key, found " + keys.size(), null);
        }
        return List.of(
                new KeyStoreFile.Entry("tls", tls.get(0), withIssuer(own.get(0))),
                StatementKeyEntry.of(others.get(0))
                        .orElseThrow(() -> wrong("must hold a statement key of the kind Ed25519", null)));
    }

    private List<X509Certificate> withIssuer(X509Certificate own) {
        return Stream.concat(
                        Stream.of(own),
                        certificates.stream()
                                .filter(each -> !each.equals(own)
                                        && each.getSubjectX500Principal().equals(own.getIssuerX500Principal())))
                .toList();
    }

    private static boolean namesPrincipal(X509Certificate certificate) {
        return Subject.of(X500Name.getInstance(
                        certificate.getSubjectX500Principal().getEncoded()))
                .isPresent();
    }

    private static boolean belongs(PrivateKey key, X509Certificate certificate) {
        try {
            Signature signature = Signature.getInstance(CertificateMaker.algorithm(key));
            byte[] challenge = certificate.getSerialNumber().toByteArray();
            signature.initSign(key);
            signature.update(challenge);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(challenge);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // of another kind
        }
    }

    private TestudoException wrong(String reason, Exception cause) {
        return new TestudoException(what + ": " + file + " " + reason + "; see the page on credentials", cause);
    }
}
