package org.testudo.sicp.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.PeerTrust;
import org.testudo.sicp.credentials.TlsContext;

/** Turns sockets into links: TLS 1.3 with both certificates (SICP-2), then one greeting each way. */
final class Handshakes {
    private static final int TLS_HANDSHAKE = 22;

    private final SSLContext tls;
    private final PeerTrust trust;
    private final Roster roster;
    private final Greeting ours;
    private final Deadlines deadlines;
    private final Duration limit;
    private final Resolver resolver;

    /** @param limit a connection must be authenticated within this time */
    Handshakes(
            Credentials credentials,
            Roster roster,
            Greeting ours,
            Deadlines deadlines,
            Duration limit,
            Resolver resolver) {
        Set<Principal.Kind> members = Set.of(Principal.Kind.MEMBER);
        tls = TlsContext.of(credentials, members);
        trust = new PeerTrust(credentials, members);
        this.roster = roster;
        this.ours = ours;
        this.deadlines = deadlines;
        this.limit = limit;
        this.resolver = resolver;
    }

    Resolver resolver() {
        return resolver;
    }

    /** How the dialled member decides, once it knows who has dialled. */
    @FunctionalInterface
    interface Decision {
        /** @throws Refusal with the reason, which the peer is told */
        Greeting.Verdict decide(Link link, Peer peer, long incarnation) throws Refusal;
    }

    /** Is told which start of the peer has accepted. */
    @FunctionalInterface
    interface Acquaintance {
        /** @throws Refusal if a later start of it has been met, or it could not connect any more */
        void met(Link link, long incarnation) throws Refusal;
    }

    /** The peer has a connection, or is about to: not a failure. */
    static final class Busy extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Dials a peer; returns once it has accepted. Looks its host up each time, and dials one of its addresses.
     *
     * @param turn which, if the host has several
     * @param opened gets the socket before anything can block on it
     * @param acquaintance may still refuse it, as one that has been replaced
     */
    Link dial(Peer peer, int turn, Consumer<Socket> opened, Acquaintance acquaintance)
            throws IOException, Refusal, Busy {
        InetAddress[] addresses = resolver.addresses(peer.host());
        InetAddress address = addresses[Math.floorMod(turn, addresses.length)];
        Socket socket = new AheadSocket();
        opened.accept(socket);
        Deadlines.Deadline deadline = deadlines.set(socket, limit);
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address, peer.port()), (int) limit.toMillis());
            return greet(peer, socket, acquaintance);
        } catch (SSLException e) {
            throw new Refusal(deadline.passed() ? late() : Refusal.reason(e), e);
        } catch (IOException e) {
            if (deadline.passed()) throw new Refusal(late(), e);
            throw e;
        } finally {
            deadline.lift();
        }
    }

    private Link greet(Peer peer, Socket socket, Acquaintance acquaintance) throws IOException, Refusal, Busy {
        boolean done = false;
        try {
            RecordMeter meter = new RecordMeter();
            InputStream records = meter.records(socket.getInputStream());
            SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, records, false);
            MemberId shown = authenticate(secure, true);
            if (!shown.equals(peer.id())) {
                throw new Refusal("dialled " + peer + ", but the certificate there is of '" + shown + "'");
            }
            roster.admit(shown);
            Link link = new Link(shown, true, socket, secure, meter);
            ours.write(link.out());
            Greeting theirs = Greeting.read(link.in()); // only now is it known that the peer has accepted this side
            requireAccepted(theirs);
            acquaintance.met(link, theirs.incarnation());
            done = true;
            return link;
        } finally {
            if (!done) Link.drain(socket);
        }
    }

    private void requireAccepted(Greeting theirs) throws Refusal, Busy {
        Optional<String> difference = ours.difference(theirs);
        if (difference.isPresent()) throw new Refusal(difference.get());
        if (theirs.verdict() == Greeting.Verdict.BUSY) throw new Busy();
        if (theirs.verdict() == Greeting.Verdict.SUPERSEDED) {
            throw Superseded.self(Greeting.clean(theirs.reason()));
        }
        if (theirs.verdict() == Greeting.Verdict.REFUSED) {
            throw new Refusal("it refuses this member: " + Greeting.clean(theirs.reason()));
        }
    }

    /**
     * Answers a connection; returns the link, or nothing if the decision was not to take it.
     *
     * @param begun is told once the other end has begun a TLS handshake
     */
    Optional<Link> answer(Socket socket, Runnable begun, Decision decision) throws IOException, Refusal {
        Deadlines.Deadline deadline = deadlines.set(socket, limit);
        boolean taken = false;
        try {
            socket.setTcpNoDelay(true);
            Link link = authenticateDialler(socket, begun);
            taken = decide(link, decision);
            return taken ? Optional.of(link) : Optional.empty();
        } catch (IOException e) {
            throw new Refusal(deadline.passed() ? late() : Refusal.reason(e), e);
        } finally {
            deadline.lift();
            if (!taken) Link.drain(socket);
        }
    }

    private Link authenticateDialler(Socket socket, Runnable begun) throws IOException, Refusal {
        int first = socket.getInputStream().read();
        if (first < 0) throw new Refusal("it closed the connection without a word");
        if (first != TLS_HANDSHAKE) throw new Refusal("it does not begin with a TLS handshake");
        begun.run();
        RecordMeter meter = new RecordMeter();
        InputStream head = new ByteArrayInputStream(new byte[] {(byte) first});
        InputStream records = new SequenceInputStream(head, meter.records(socket.getInputStream()));
        SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, records, false);
        MemberId shown = authenticate(secure, false);
        return new Link(shown, false, socket, secure, meter);
    }

    private boolean decide(Link link, Decision decision) throws IOException, Refusal {
        Greeting theirs = Greeting.read(link.in());
        try {
            Peer peer = roster.admit(link.peer());
            Optional<String> difference = ours.difference(theirs);
            if (difference.isPresent()) throw new Refusal(difference.get());
            Greeting.Verdict verdict = decision.decide(link, peer, theirs.incarnation());
            ours.saying(verdict, "").write(link.out());
            return verdict == Greeting.Verdict.ACCEPTED;
        } catch (Refusal e) {
            Greeting.Verdict refused = e instanceof Superseded ? Greeting.Verdict.SUPERSEDED : Greeting.Verdict.REFUSED;
            ours.saying(refused, e.getMessage()).write(link.out());
            throw new Refusal("'" + link.peer() + "': " + e.getMessage(), e);
        }
    }

    /** The platform's TLS has asked the same; asked again since a resumed session would not have been checked. */
    private MemberId authenticate(SSLSocket secure, boolean client) throws IOException, Refusal {
        secure.setUseClientMode(client);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setNeedClientAuth(true);
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        secure.getSession().invalidate();
        try {
            X509Certificate[] chain = (X509Certificate[]) secure.getSession().getPeerCertificates();
            return trust.identify(chain).member();
        } catch (CertificateException | SSLPeerUnverifiedException e) {
            throw new Refusal(Refusal.reason(e), e);
        }
    }

    /** Whether the peer could connect now, by what the group has decided since it did. */
    boolean admits(Link link) {
        try {
            trust.identify(link.chain());
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    private String late() {
        return "it did not authenticate itself within " + limit.toMillis() + "ms";
    }
}
