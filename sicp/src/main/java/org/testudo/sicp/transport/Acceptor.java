package org.testudo.sicp.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.sicp.credentials.FailedHandshakes;
import org.testudo.sicp.credentials.Sources;

/** The port of a member: takes connections, and hands them on once they are authenticated. One thread never waits. */
final class Acceptor {
    private static final int BACKLOG = 1024;
    /** In milliseconds. */
    private static final long MOST_WAIT = 1_000;

    private final Roster roster;
    private final Handshakes handshakes;
    private final Function<Peer, Lane> lanes;
    private final RefusalLog log;
    private final ConfiguredAddresses configured;
    private final HalfOpen halfOpen;
    private final FailedHandshakes failed;
    private final ServerSocket server;
    private final ExecutorService handshakers;
    private final Thread accepting;

    /** Binds the port. */
    Acceptor(Roster roster, Handshakes handshakes, Function<Peer, Lane> lanes, RefusalLog log) {
        this.roster = roster;
        this.handshakes = handshakes;
        this.lanes = lanes;
        this.log = log;
        configured = new ConfiguredAddresses(roster.peers(), handshakes.resolver());
        halfOpen = new HalfOpen(configured::contains);
        failed = new FailedHandshakes(configured::contains);
        server = bind(roster.self());
        handshakers =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(
                            task, "testudo-sicp-handshake " + roster.self().id()); // as many as are half open
                    thread.setDaemon(true);
                    return thread;
                });
        accepting = new Thread(
                this::accept, "testudo-sicp-acceptor " + roster.self().id());
    }

    private static ServerSocket bind(Peer self) {
        InetSocketAddress address = self.socketAddress();
        if (address.isUnresolved()) {
            throw new TestudoException(
                    "group.bind: " + self + ": its host is unknown; correct group.bind or, if that is not set,"
                            + " the address of this member");
        }
        try {
            ServerSocket socket = AheadSocket.port();
            socket.setReuseAddress(true);
            try {
                socket.bind(address, BACKLOG);
                return socket;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        } catch (BindException e) {
            throw new TestudoException(
                    "group.bind: " + self + " cannot be listened on (" + e.getMessage()
                            + "); stop the process that has the port, or set group.bind to an address of this host",
                    e);
        } catch (IOException e) {
            throw new TestudoException("group.bind: " + self + " cannot be listened on (" + e.getMessage() + ")", e);
        }
    }

    void start() {
        accepting.setDaemon(true);
        accepting.start();
    }

    void stop() {
        try {
            server.close();
        } catch (IOException e) {
            log.refused("port", "cannot be closed: " + e.getMessage());
        }
        halfOpen.closeAll();
        handshakers.shutdownNow();
        awaitFreePort();
    }

    /** The system keeps a port while a thread is still on its way out of accepting there. */
    private void awaitFreePort() {
        try {
            accepting.join(MOST_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                if (configured.areOld()) handshakers.execute(configured::lookUp);
                Optional<String> limited = failed.refusal(socket.getInetAddress());
                if (limited.isEmpty()) {
                    HalfOpen.Entry entry = halfOpen.admit(socket);
                    handshakers.execute(() -> answer(socket, entry));
                } else refuse(socket, limited.get());
            } catch (IOException | RejectedExecutionException e) {
                if (server.isClosed()) return;
                log.refused("port", "cannot accept: " + e.getMessage());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50)); // out of files, say: do not spin
            }
        }
    }

    /** Before TLS begins, so that it costs nothing; in the log it is one with all that this limit refuses. */
    private void refuse(Socket socket, String limited) {
        log.refused(limited, "too many handshakes from there have failed: closed unheard");
        Deadlines.closeQuietly(socket);
    }

    private void answer(Socket socket, HalfOpen.Entry entry) {
        Lane[] decided = new Lane[1];
        Optional<Link> link = Optional.empty();
        try {
            link = handshakes.answer(socket, () -> halfOpen.spoke(entry), (shown, peer, incarnation) -> {
                Lane lane = lanes.apply(peer);
                Greeting.Verdict verdict = lane.decide(shown, incarnation);
                if (verdict == Greeting.Verdict.ACCEPTED) decided[0] = lane;
                failed.succeeded(socket.getInetAddress(), Principal.of(peer.id()));
                return verdict;
            });
        } catch (Refusal | IOException | RuntimeException e) {
            if (!server.isClosed()) {
                if (!halfOpen.evicted(entry)) log.refused(Sources.of(socket.getInetAddress()), e.getMessage());
                if (halfOpen.isToBlame(entry)) failed.failed(socket.getInetAddress());
            }
            Deadlines.closeQuietly(socket);
        } finally {
            halfOpen.done(entry);
            if (decided[0] != null) decided[0].settle(link);
        }
    }

    HalfOpen halfOpen() {
        return halfOpen;
    }
}
