package org.testudo.gacp.server;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.config.HostAndPort;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.PeerTrust;
import org.testudo.sicp.credentials.TlsContext;

/** The client port: bound, TLS 1.3 only, certificates on both sides (CA-2). */
public final class AccessServer implements AutoCloseable {
    /** Streams and calls that one connection may have open. */
    private static final int CALLS_PER_CONNECTION = 64;

    private static final Set<Principal.Kind> ROLES =
            Set.of(Principal.Kind.CLIENT, Principal.Kind.SENSOR, Principal.Kind.OPERATOR);

    /** Warns of each connection that breaks and each message that is too large: whoever can connect could fill the log. */
    private static final Logger GRPC = Logger.getLogger("io.grpc.netty.shaded");

    static {
        if (GRPC.getLevel() == null) GRPC.setLevel(Level.SEVERE);
    }

    private final Server server;
    private final AccessService service;
    private final PortThreads threads;
    private final Doorway doorway;

    private AccessServer(Server server, AccessService service, PortThreads threads, Doorway doorway) {
        this.server = server;
        this.service = service;
        this.threads = threads;
        this.doorway = doorway;
    }

    /**
     * Binds the port.
     *
     * @param listen host and port; port 0 takes a free one
     * @throws TestudoException if the address cannot be bound; nothing is left behind then
     */
    public static AccessServer start(
            String listen, Credentials credentials, AccessService service, AccessLimits limits) {
        InetSocketAddress address = address(listen);
        PortThreads threads = PortThreads.of(credentials.principal().name());
        Doorway doorway = new Doorway(limits.strangers());
        try {
            PeerTrust trust = new PeerTrust(credentials, ROLES);
            Peers peers = new Peers(trust, limits, doorway);
            service.whenRevoked(peers::recheck);
            Server server = builder(address, tls(credentials, trust), peers, doorway)
                    .bossEventLoopGroup(threads.accepting())
                    .workerEventLoopGroup(threads.reading())
                    .executor(threads.workers())
                    .addService(service)
                    .build()
                    .start();
            return new AccessServer(server, service, threads, doorway);
        } catch (IOException e) {
            threads.stop();
            service.stop();
            throw new TestudoException(
                    "client-access.listen: " + listen + " cannot be bound ("
                            + rootOf(e).getMessage() + "); is another process using it? Choose another port",
                    e);
        }
    }

    private static NettyServerBuilder builder(InetSocketAddress address, SslContext tls, Peers peers, Doorway doorway) {
        AccessLimits limits = peers.limits();
        return NettyServerBuilder.forAddress(address)
                .channelFactory(doorway::listening)
                .sslContext(tls)
                .addTransportFilter(peers)
                .intercept(peers)
                .handshakeTimeout(limits.handshake().toMillis(), TimeUnit.MILLISECONDS)
                .maxInboundMessageSize(limits.message())
                .maxInboundMetadataSize(8 << 10)
                .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
                .maxConnectionIdle(2, TimeUnit.MINUTES)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .keepAliveTime(20, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS);
    }

    private static SslContext tls(Credentials credentials, PeerTrust trust) {
        try {
            return GrpcSslContexts.configure(SslContextBuilder.forServer(TlsContext.keys(credentials)), SslProvider.JDK)
                    .trustManager(trust)
                    .protocols("TLSv1.3")
                    .clientAuth(ClientAuth.REQUIRE)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("Java 17 has TLS 1.3", e);
        }
    }

    private static InetSocketAddress address(String listen) {
        HostAndPort place = HostAndPort.parse(listen, "client-access.listen");
        InetSocketAddress address = new InetSocketAddress(place.host(), place.port());
        if (!address.isUnresolved()) return address;
        throw new TestudoException("client-access.listen: the host of '" + listen + "' is unknown; give an address");
    }

    private static Throwable rootOf(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) root = root.getCause();
        return root;
    }

    /** The port that was bound. */
    public int port() {
        return server.getPort();
    }

    /** Connections that have not shown a certificate. */
    int strangers() {
        return doorway.strangers();
    }

    /** Connections closed before their handshake, since too many of their source, or of all strangers, have failed (CA-7). */
    public long unheard() {
        return doorway.refused();
    }

    /** Closes the port and all streams; waits a moment for the threads. Idempotent. */
    @Override
    public void close() {
        service.stop();
        server.shutdownNow();
        try {
            server.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.stop();
    }
}
