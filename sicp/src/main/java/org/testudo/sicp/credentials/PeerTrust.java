package org.testudo.sicp.credentials;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.testudo.api.Principal;

/**
 * Decides in a TLS handshake who may be at the other end: a holder of a valid certificate of the group's authority for the
 * group and one of the roles (SICP-1). Host names and addresses play no part (SICP-3). Safe for use by several threads.
 */
public final class PeerTrust extends X509ExtendedTrustManager {
    private final AuthorityCertificate authority;
    private final String group;
    private final Set<Principal.Kind> roles;
    private final Standing standing;

    /** By the certificates alone. */
    public PeerTrust(AuthorityCertificate authority, String group, Set<Principal.Kind> roles) {
        this(authority, group, roles, new Standing(Clock.systemUTC()));
    }

    /** By what the group has decided as well, as far as the owner of these credentials knows it. */
    public PeerTrust(Credentials own, Set<Principal.Kind> roles) {
        this(own.authority(), own.group(), roles, own.standing());
    }

    private PeerTrust(AuthorityCertificate authority, String group, Set<Principal.Kind> roles, Standing standing) {
        this.authority = authority;
        this.group = group;
        this.roles = Set.copyOf(roles);
        this.standing = standing;
    }

    /**
     * Who the other end is.
     *
     * @throws CertificateException with a reason for people if it may not be there
     */
    public Principal identify(X509Certificate[] chain) throws CertificateException {
        if (chain == null || chain.length == 0) throw new CertificateException("it showed no certificate");
        Principal principal = authority.identify(List.of(chain), group, standing);
        if (!roles.contains(principal.kind())) {
            throw new CertificateException("the role of " + principal + " does not allow it here");
        }
        return principal;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        identify(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        identify(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        identify(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        identify(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        identify(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        identify(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[] {authority.certificate()};
    }
}
