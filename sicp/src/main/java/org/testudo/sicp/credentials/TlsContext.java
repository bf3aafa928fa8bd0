package org.testudo.sicp.credentials;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.testudo.api.Principal;

/** The platform's TLS with these credentials: shows their certificate and trusts the group's authority alone. */
public final class TlsContext {
    private static final int MOST_RESUMED_SECONDS = 1;

    private TlsContext() {}

    /** Makes this process's certificate and key available to TLS, also a renewed one. */
    public static KeyManager keys(Credentials credentials) {
        return new LiveKeys(credentials);
    }

    /** TLS 1.3 towards peers in these roles; the caller must ask for the client's certificate. */
    public static SSLContext of(Credentials credentials, Set<Principal.Kind> peers) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            PeerTrust trust = new PeerTrust(credentials, peers);
            context.init(new KeyManager[] {keys(credentials)}, new TrustManager[] {trust}, new SecureRandom());
            // A resumed session would show the certificate of before a renewal, for a day.
            context.getClientSessionContext().setSessionTimeout(MOST_RESUMED_SECONDS);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java 17 has TLS 1.3", e);
        }
    }
}
