package org.testudo.sicp.credentials;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.testudo.api.TestudoException;

/** PKCS#12 files. */
final class KeyStoreFile {
    private static final int MAX_BYTES = 256 << 10;

    /** A private key and its certificates. */
    record Entry(String alias, PrivateKey key, List<X509Certificate> chain) {}

    private KeyStoreFile() {}

    /** Writes a new file, readable by this user alone. */
    static void write(Path file, Passphrase passphrase, List<Entry> entries) {
        NewFile.requireAbsent(file);
        try {
            NewFile.writePrivate(file, passphrase.use(characters -> bytes(characters, entries)));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java platform writes PKCS#12 stores", e);
        }
    }

    /** In place of the file that is there, in its format: whoever reads finds the old store or the new one. */
    static void replace(Path file, Passphrase passphrase, List<Entry> entries) {
        byte[] before = BoundedFile.read(file, MAX_BYTES, "store", "make it with testudo keys");
        if (PemStore.isPem(before)) {
            PemKeys.replace(file, before, passphrase, entries);
            return;
        }
        try {
            NewFile.replacePrivate(file, passphrase.use(characters -> bytes(characters, entries)));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java platform writes PKCS#12 stores", e);
        }
    }

    private static byte[] bytes(char[] passphrase, List<Entry> entries) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (Entry each : entries) {
            store.setKeyEntry(each.alias, each.key, passphrase, each.chain.toArray(Certificate[]::new));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, passphrase);
        return out.toByteArray();
    }

    /**
     * Reads the entries of these names.
     *
     * @throws TestudoException if the file is missing, unreadable or no store, an entry is missing, or the pass phrase wrong
     */
    static List<Entry> read(Path file, Passphrase passphrase, String what, List<String> aliases) {
        byte[] bytes = BoundedFile.read(file, MAX_BYTES, what, "make it with testudo keys");
        if (PemStore.isPem(bytes) && aliases.contains(StatementKeyEntry.ALIAS)) {
            return PemStore.read(bytes, passphrase, file, what);
        }
        try {
            return passphrase.use(characters -> entries(bytes, characters, file, what, aliases));
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) throw wrongPassphrase(file, what, e);
            throw new TestudoException(what + ": " + file + " is not a PKCS#12 store; make it with testudo keys", e);
        } catch (UnrecoverableKeyException e) {
            throw wrongPassphrase(file, what, e);
        } catch (GeneralSecurityException e) {
            throw new TestudoException(what + ": " + file + " cannot be used (" + e.getMessage() + ")", e);
        }
    }

    private static List<Entry> entries(byte[] bytes, char[] passphrase, Path file, String what, List<String> aliases)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(bytes), passphrase);
        List<Entry> entries = new ArrayList<>();
        for (String alias : aliases) {
            if (!(store.getKey(alias, passphrase) instanceof PrivateKey key)) {
                throw new TestudoException(
                        what + ": " + file + " has no key '" + alias + "'; make it with testudo keys");
            }
            Certificate[] certificates = store.getCertificateChain(alias);
            if (certificates == null || certificates.length == 0) {
                throw new TestudoException(what + ": " + file + " has no certificate for the key '" + alias
                        + "'; make it with testudo keys");
            }
            List<X509Certificate> chain =
                    Arrays.stream(certificates).map(X509Certificate.class::cast).toList();
            entries.add(new Entry(alias, key, chain));
        }
        return entries;
    }

    /** Whether a file can be read without a pass phrase; false also if it cannot be read at all. */
    static boolean isOpen(Path file) {
        return Files.isRegularFile(file) && PemStore.isOpen(BoundedFile.read(file, MAX_BYTES, "store", "make it"));
    }

    static TestudoException wrongPassphrase(Path file, String what, Exception cause) {
        return new TestudoException(
                what + ": wrong pass phrase for " + file + "; correct group.credentials.passphrase-file or "
                        + Passphrase.VARIABLE,
                cause);
    }
}
