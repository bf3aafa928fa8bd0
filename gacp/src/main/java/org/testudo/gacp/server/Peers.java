package org.testudo.gacp.server;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.net.SocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.api.Principal;
import org.testudo.sicp.credentials.PeerTrust;

/**
 * Who is at the other end of each connection, by the certificate that it showed in the handshake, and how many connections
 * each has (CA-2, CA-7). Safe for use by several threads.
 */
final class Peers extends ServerTransportFilter implements ServerInterceptor {
    /** Who calls. */
    static final Context.Key<Principal> CALLER = Context.key("testudo-caller");

    private static final Attributes.Key<Principal> PEER = Attributes.Key.create("testudo-peer");
    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);

    private final PeerTrust trust;
    private final AccessLimits limits;
    private final Doorway doorway;
    private final Map<Principal, Integer> connections = new HashMap<>();
    private final Map<SocketAddress, X509Certificate[]> shown = new HashMap<>();
    private int total;

    Peers(PeerTrust trust, AccessLimits limits, Doorway doorway) {
        this.trust = trust;
        this.limits = limits;
        this.doorway = doorway;
    }

    AccessLimits limits() {
        return limits;
    }

    @Override
    public Attributes transportReady(Attributes attributes) {
        SocketAddress from = attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        try {
            X509Certificate[] chain = chain(attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
            Principal peer = trust.identify(chain);
            if (admit(peer, from, chain)) {
                doorway.admitted(from, peer);
                if (!mayStay(chain)) doorway.close(from); // revoked since it was asked
                return attributes.toBuilder().set(PEER, peer).build();
            }
            LOG.debug("connection refused peer={} reason=limit", peer);
        } catch (CertificateException | SSLPeerUnverifiedException e) {
            LOG.debug("connection refused reason={}", e.getMessage());
            doorway.rejected(from);
            return attributes;
        }
        doorway.refused(from);
        return attributes;
    }

    @Override
    public void transportTerminated(Attributes attributes) {
        Principal peer = attributes == null ? null : attributes.get(PEER);
        if (peer != null) release(peer, attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
    }

    private static X509Certificate[] chain(SSLSession session) throws CertificateException, SSLPeerUnverifiedException {
        if (session == null) throw new CertificateException("the connection is not secured");
        return Arrays.stream(session.getPeerCertificates())
                .map(X509Certificate.class::cast)
                .toArray(X509Certificate[]::new);
    }

    /** A CRL is in force: closes the connections of those who could not connect now (SICP-11). Never blocks. */
    void recheck() {
        Map<SocketAddress, X509Certificate[]> open;
        synchronized (this) {
            open = Map.copyOf(shown);
        }
        open.forEach((from, chain) -> {
            if (!mayStay(chain)) doorway.close(from);
        });
    }

    private boolean mayStay(X509Certificate[] chain) {
        try {
            trust.identify(chain);
            return true;
        } catch (CertificateException e) {
            LOG.debug("connection closed reason={}", e.getMessage());
            return false;
        }
    }

    private synchronized boolean admit(Principal peer, SocketAddress from, X509Certificate[] chain) {
        int own = connections.getOrDefault(peer, 0);
        if (total >= limits.connections() || own >= limits.connectionsPerClient()) return false;
        total++;
        connections.put(peer, own + 1);
        shown.put(from, chain);
        return true;
    }

    private synchronized void release(Principal peer, SocketAddress from) {
        total--;
        shown.remove(from);
        connections.computeIfPresent(peer, (key, own) -> own == 1 ? null : own - 1);
    }

    /** Lets only those in whose connection was admitted. */
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Principal peer = call.getAttributes().get(PEER);
        if (peer != null) return Contexts.interceptCall(Context.current().withValue(CALLER, peer), call, headers, next);
        call.close(
                Status.RESOURCE_EXHAUSTED.withDescription(
                        "too many connections are open, of this client or in total; close some"),
                new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
