package org.testudo.sicp.credentials;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.testudo.api.Principal;

/** The platform's TLS with these credentials: shows their certificate and trusts the group's authority alone. */
public final class TlsContext {
    private TlsContext() {}

    /** What makes this process's certificate and key available to TLS. */
    public static KeyManagerFactory keys(Credentials credentials) {
        char[] passphrase = UUID.randomUUID().toString().toCharArray(); // of a store that never leaves memory
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "tls", credentials.privateKey(), passphrase, new Certificate[] {credentials.certificate()});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, passphrase);
            return keys;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java platform keeps keys in memory", e);
        }
    }

    /** TLS 1.3 towards peers in these roles; the caller must ask for the client's certificate. */
    public static SSLContext of(Credentials credentials, Set<Principal.Kind> peers) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            PeerTrust trust = new PeerTrust(credentials, peers);
            context.init(keys(credentials).getKeyManagers(), new TrustManager[] {trust}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java 17 has TLS 1.3", e);
        }
    }
}
