package org.testudo.gacp.client;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.PeerTrust;

/** Accepts one member of the group at the other end, whatever its address, and nobody else. */
final class MemberTrust extends X509ExtendedTrustManager {
    private final PeerTrust group;
    private final MemberId member;

    MemberTrust(Credentials credentials, MemberId member) {
        this.group = new PeerTrust(credentials.authority(), credentials.group(), Set.of(Principal.Kind.MEMBER));
        this.member = member;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        Principal found = group.identify(chain);
        if (!found.equals(Principal.of(member))) throw new CertificateException("it is " + found + ", not " + member);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return group.getAcceptedIssuers();
    }
}
