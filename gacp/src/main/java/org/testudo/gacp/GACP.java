package org.testudo.gacp;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jgroups.annotations.MBean;
import org.jgroups.annotations.ManagedAttribute;
import org.jgroups.annotations.Property;
import org.testudo.api.Notice;
import org.testudo.api.Status;
import org.testudo.api.TestudoException;
import org.testudo.config.ClientAccessConfig;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;
import org.testudo.config.HostAndPort;
import org.testudo.gacp.core.GacpCodec;
import org.testudo.gacp.core.GacpCore;
import org.testudo.gacp.core.GacpLimits;
import org.testudo.gacp.core.GacpMessage;
import org.testudo.gacp.server.AccessLimits;
import org.testudo.gacp.server.AccessPoint;
import org.testudo.gacp.server.AccessServer;
import org.testudo.gacp.server.AccessService;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.notice.Halted;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.sicp.SICP;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.stack.ConfigSource;
import org.testudo.stack.CoreHost;
import org.testudo.stack.Ids;
import org.testudo.stack.StackContext;

/**
 * Client access: takes clients' signed operations and sensors' signed reports on a port of its own, has the group answer,
 * and signs this member's replies (CA-1 to CA-9). Stands above {@code MEMBERSHIP}. The port is open from the start of the
 * stack to its stop.
 */
@MBean(description = "Client access")
public class GACP extends CoreHost<GacpMessage> implements ConfigSource {
    static {
        Ids.register(Ids.GACP, GACP.class);
    }

    /** How old a status that is given again may be. */
    private static final long STATUS_AGE = 100_000_000L;

    @Property(description = "Host and port for clients and sensors; empty for none")
    protected String listen = "";

    @Property(description = "Connections open at once in total")
    protected int max_connections = 1_000;

    @Property(description = "Operations that one session may have unanswered; equal at all members")
    protected int max_outstanding = 32;

    @Property(description = "The largest operation in bytes")
    protected int max_payload = 1 << 20;

    @Property(description = "Sessions open at once; at the bound this member takes no opening")
    protected int max_sessions = 10_000;

    private final ReentrantLock statusLock = new ReentrantLock();
    private Optional<Supplier<Credentials>> credentials = Optional.empty();
    private volatile Optional<AccessService> service = Optional.empty();
    private Optional<AccessServer> server = Optional.empty();
    private String lastStatus = "{}";
    private long lastStatusAt = System.nanoTime() - STATUS_AGE;

    /** Where to listen, and as whom: the certificate that clients see is the member's. */
    public GACP listen(String address, Supplier<Credentials> asWhom) {
        listen = address;
        credentials = Optional.of(asWhom);
        return this;
    }

    /** Bounds, all of them at least 1; see the properties of these names. */
    public GACP limits(int connections, int outstanding, int payload, int sessions) {
        max_connections = connections;
        max_outstanding = outstanding;
        max_payload = payload;
        max_sessions = sessions;
        return this;
    }

    /** The port that is bound; 0 if there is none. */
    @ManagedAttribute(description = "The port for clients; 0 if there is none")
    public synchronized int getPort() {
        return server.map(AccessServer::port).orElse(0);
    }

    @ManagedAttribute(description = "Streams of clients that are open")
    public int getStreams() {
        return service.map(AccessService::streamCount).orElse(0);
    }

    @ManagedAttribute(
            description =
                    "Connections closed before TLS, since too many handshakes of their source, or of all, have failed")
    public synchronized long getUnheardConnections() {
        return server.map(AccessServer::unheard).orElse(0L);
    }

    @ManagedAttribute(description = "The highest view whose certificate is given to clients")
    public long getCertifiedView() {
        return service.map(AccessService::chainHeight).orElse(0L);
    }

    @Override
    protected MessageCodec<GacpMessage> newCodec(StackContext context) {
        return new GacpCodec();
    }

    @Override
    protected ProtocolCore<GacpMessage> newCore(StackContext context) {
        return new GacpCore(new GacpLimits(max_outstanding, max_payload, max_sessions));
    }

    @Override
    public void contribute(GroupConfigBuilder builder) {
        builder.clientAccess(new ClientAccessConfig(listen, max_connections, max_outstanding));
    }

    @Override
    public void agree(GroupConfig config) {
        boolean same = max_payload == config.ordering().maxPayload()
                && max_sessions == config.ordering().sessions();
        if (same) return;
        throw new IllegalArgumentException("GACP max_payload, max_sessions: " + max_payload + " and " + max_sessions
                + " differ from max_payload and sessions of the ordering, "
                + config.ordering().maxPayload() + " and " + config.ordering().sessions() + "; give both the same");
    }

    /** In a stack of plain XML the transport knows this member's address for clients. */
    private String place() {
        if (!listen.isEmpty() || credentials.isPresent() || transport().isEmpty()) return listen;
        return transport()
                .get()
                .config()
                .listensToClientsAt()
                .map(HostAndPort::toString)
                .orElse("");
    }

    private Credentials asWhom() {
        return credentials
                .map(Supplier::get)
                .or(() -> transport().map(SICP::credentials))
                .orElseThrow(() -> new IllegalStateException(
                        "GACP has no credentials to listen with; set them, or leave listen empty"));
    }

    private Optional<SICP> transport() {
        return stack.getBottomProtocol() instanceof SICP sicp ? Optional.of(sicp) : Optional.empty();
    }

    /** @throws TestudoException if the port cannot be bound or the credentials are not good */
    @Override
    public synchronized void start() throws Exception {
        super.start();
        String place = place();
        if (place.isEmpty()) return;
        AccessLimits limits = AccessLimits.of(max_connections, max_outstanding, max_payload);
        AccessService fresh = new AccessService(new Member(), limits);
        server = Optional.of(AccessServer.start(place, asWhom(), fresh, limits));
        service = Optional.of(fresh);
    }

    @Override
    public void stop() {
        closePort();
        super.stop();
    }

    @Override
    public void destroy() {
        closePort();
        super.destroy();
    }

    private synchronized void closePort() {
        service = Optional.empty();
        server.ifPresent(AccessServer::close);
        server = Optional.empty();
    }

    @Override
    protected void onInstalled(ViewRecord view) {
        service.ifPresent(AccessService::installed);
    }

    @Override
    protected void onAnnounced(Notice notice) {
        service.ifPresent(it -> it.announced(notice));
        if (notice instanceof Halted) closePortLater();
    }

    /** Clients must not wait for a member that has stopped itself. */
    private void closePortLater() {
        Thread closer = new Thread(this::closePort, "testudo-clients-halt");
        closer.setDaemon(true);
        closer.start();
    }

    /** Finding out takes time of the application, so it is done once for all who ask at the same time. */
    private String currentStatus() {
        if (statusLock.tryLock()) {
            try {
                if (System.nanoTime() - lastStatusAt >= STATUS_AGE) {
                    Map<String, Object> map = status().map(Status::toMap).orElse(Map.of());
                    synchronized (this) {
                        lastStatus = Json.of(map);
                    }
                    lastStatusAt = System.nanoTime();
                }
            } finally {
                statusLock.unlock();
            }
        }
        synchronized (this) {
            return lastStatus;
        }
    }

    private final class Member implements AccessPoint {
        @Override
        public StackContext context() {
            return GACP.this.context();
        }

        @Override
        public ViewRecord viewInForce() {
            return GACP.this.viewInForce();
        }

        @Override
        public boolean announce(Notice notice) {
            return GACP.this.announce(notice);
        }

        @Override
        public String status() {
            return currentStatus();
        }
    }
}
