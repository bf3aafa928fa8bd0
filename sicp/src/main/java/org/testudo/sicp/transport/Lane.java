package org.testudo.sicp.transport;

import java.io.IOException;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * All that concerns one peer: bounded queues, a thread that dials and writes, the one connection in use and the thread that
 * reads it. A peer that is dead, slow or silent keeps only its own lane waiting (SICP-5).
 *
 * <p>When both members dial at once, the connection that the member with the greater name dialled survives: it answers
 * {@code BUSY} while it dials or its own connection is young; the other always accepts, and replaces what it has.
 */
final class Lane {
    private static final long STABLE = TimeUnit.SECONDS.toNanos(1);

    /** What a lane tells. */
    interface Events {
        /** From the thread that reads this peer's connection, in the order of arrival; may hold up this peer alone. */
        void received(Peer peer, List<Packet> packets) throws Violation;

        void connected(Peer peer);

        void disconnected(Peer peer, String reason);

        /** The peer has met a later start of this member. */
        void superseded(Peer peer);

        /** The peer broke the rules; its connection is closed. */
        void violated(Peer peer, String what);
    }

    private final Peer peer;
    private final boolean greater;
    private final Handshakes handshakes;
    private final Frames frames;
    private final Timing timing;
    private final RefusalLog log;
    private final Events events;
    private final String name;
    private final SendQueue queue = new SendQueue();
    private final LaneWriter writer = new LaneWriter(queue);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Link current;
    private Socket dialling;
    private boolean answering;
    private boolean excluded;
    private boolean stopped;
    private int failures;
    private int turn; // of the addresses of the peer's host
    private long latest;
    private long nextDial = System.nanoTime();

    Lane(Peer self, Peer peer, Handshakes handshakes, Frames frames, Timing timing, RefusalLog log, Events events) {
        this.peer = peer;
        this.handshakes = handshakes;
        this.frames = frames;
        this.timing = timing;
        this.log = log;
        this.events = events;
        greater = self.id().compareTo(peer.id()) > 0;
        name = self.id() + "-" + peer.id();
    }

    void start() {
        daemon("testudo-sicp-writer " + name, this::serve).start();
    }

    /** Never blocks. What is sent to an excluded peer is forgotten. */
    void send(Packet packet) {
        queue.add(packet);
    }

    /** Closes at once and for good; never blocks. */
    void exclude() {
        end(() -> excluded = true);
    }

    void stop() {
        end(() -> stopped = true);
    }

    /** Takes a peer back that is no longer excluded. */
    void admit() {
        locked(() -> {
            if (!excluded) return;
            excluded = false;
            changed.signalAll();
        });
    }

    private void end(Runnable mark) {
        locked(() -> {
            mark.run();
            if (current != null) current.close();
            if (dialling != null) Deadlines.closeQuietly(dialling);
            current = null;
            queue.clear();
            changed.signalAll();
        });
        queue.wake();
    }

    /** The peer comes back with another certificate (GM-6): of its starts with the former it may have said what it liked. */
    void anew() {
        locked(() -> latest = 0);
    }

    /** Closes the connection if its peer could not open it now. */
    void recheck() {
        locked(() -> {
            if (current != null && !handshakes.admits(current)) current.close();
        });
    }

    /** Closes the connection, to be opened again. */
    void reset() {
        locked(() -> {
            if (current != null) current.close();
        });
    }

    /**
     * How to answer the peer, who has dialled. If accepted, {@link #settle} must follow.
     *
     * @param incarnation which start of the peer it is; an earlier one than has been here before is refused (GM-23)
     */
    Greeting.Verdict decide(Link link, long incarnation) throws Refusal {
        lock.lock();
        try {
            if (excluded || stopped) return Greeting.Verdict.REFUSED;
            boolean restarted = incarnation > latest;
            met(link, incarnation);
            boolean mineIsYoung = !restarted
                    && current != null
                    && current.dialled()
                    && current.age() < timing.handshake().toNanos();
            if (answering || greater && (dialling != null || mineIsYoung)) return Greeting.Verdict.BUSY;
            answering = true;
            return Greeting.Verdict.ACCEPTED;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the connection that was accepted into use; without one, it broke before. */
    void settle(Optional<Link> link) {
        locked(() -> {
            answering = false;
            changed.signalAll();
        });
        link.ifPresent(this::use);
    }

    private void use(Link link) {
        boolean used = locked(() -> {
            if (excluded || stopped || !handshakes.admits(link)) return false;
            if (current != null) current.close();
            if (dialling != null && !link.dialled()) Deadlines.closeQuietly(dialling);
            current = link;
            changed.signalAll();
            return true;
        });
        if (!used) {
            link.close();
            return;
        }
        queue.wake();
        events.connected(peer);
        daemon("testudo-sicp-reader " + name, () -> read(link)).start();
    }

    private void serve() {
        try {
            while (!isStopped()) {
                Link link = connection();
                if (link == null) dial();
                else pump(link);
            }
        } catch (InterruptedException e) {
            stop(); // nobody interrupts this thread but to end it
        }
    }

    /** Waits until there is a connection, or it is time to dial: then nothing. */
    private Link connection() throws InterruptedException {
        lock.lock();
        try {
            while (current == null && !stopped) {
                long wait = nextDial - System.nanoTime();
                if (excluded || answering) changed.await();
                else if (wait > 0) changed.awaitNanos(wait);
                else return null;
            }
            return current;
        } finally {
            lock.unlock();
        }
    }

    private void dial() {
        if (isStopped()) return;
        try {
            Link link = handshakes.dial(peer, turn, this::dialling, this::met);
            use(link);
        } catch (Handshakes.Busy e) {
            pause(true);
        } catch (Refusal e) {
            if (isWaiting()) log.refused(peer.id().name(), e.getMessage());
            if (e instanceof Superseded it && it.isOwn()) events.superseded(peer);
            pause(true);
        } catch (UnknownHostException e) {
            log.refused(peer.id().name(), "its host " + peer.host() + " is unknown");
            pause(true);
        } catch (IOException e) {
            pause(true); // not there, or gone: the failure detector tells
        } finally {
            locked(() -> {
                dialling = null;
                changed.signalAll();
            });
        }
    }

    /** Of two processes with one credential the later start wins (GM-23); what counts no more is none of the two. */
    private void met(Link link, long incarnation) throws Refusal {
        lock.lock();
        try {
            if (!handshakes.admits(link)) throw new Refusal("the group has refused its certificate since it was shown");
            if (incarnation < latest) throw Superseded.peer();
            latest = incarnation;
        } finally {
            lock.unlock();
        }
    }

    private void dialling(Socket socket) {
        locked(() -> {
            dialling = socket;
            if (excluded || stopped || current != null) Deadlines.closeQuietly(socket);
        });
    }

    /** Puts the next attempt off, the longer the more have failed, by chance not at the same moment as others. */
    private void pause(boolean failed) {
        locked(() -> {
            if (failed) turn++;
            failures = failed ? Math.min(failures + 1, 16) : 0;
            long longest = Math.min(
                    timing.longestPause().toNanos(), timing.firstPause().toNanos() << Math.max(0, failures - 1));
            nextDial = System.nanoTime() + ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
        });
    }

    private void pump(Link link) throws InterruptedException {
        try {
            writer.write(link, timing.keepalive(), this::isCurrent);
        } catch (IOException e) {
            lost(link, Refusal.reason(e));
        }
    }

    private void read(Link link) {
        String reason = "closed by the peer";
        try {
            link.limitSilence(timing.silence());
            PieceReader begun = new PieceReader(frames, link.flow(), queue::wake);
            while (true) {
                List<Packet> packets = frames.read(link.in(), begun);
                link.meter().frame();
                if (!isCurrent(link)) return;
                if (!packets.isEmpty()) events.received(peer, packets);
            }
        } catch (Violation e) {
            events.violated(peer, e.getMessage());
            reason = "sent " + e.getMessage();
        } catch (IOException e) {
            reason = Refusal.reason(e);
            if (RecordMeter.Flood.caused(e)) events.violated(peer, "a flood of records without content");
        } catch (RuntimeException e) {
            reason = "what it sent could not be handled here: " + e;
        } finally {
            lost(link, reason);
        }
    }

    private void lost(Link link, String reason) {
        link.close();
        boolean mine = locked(() -> {
            if (current != link) return false;
            current = null;
            return true;
        });
        if (!mine) return;
        pause(link.age() < STABLE);
        locked(changed::signalAll);
        queue.wake();
        events.disconnected(peer, reason);
    }

    private boolean isCurrent(Link link) {
        return locked(() -> current == link);
    }

    private boolean isWaiting() {
        return locked(() -> current == null && !stopped && !excluded);
    }

    private boolean isStopped() {
        return locked(() -> stopped);
    }

    boolean isDialling() {
        return locked(() -> dialling != null);
    }

    /** The latest start of the peer that has been here. */
    long incarnation() {
        lock.lock();
        try {
            return latest;
        } finally {
            lock.unlock();
        }
    }

    boolean connected() {
        return locked(() -> current != null);
    }

    /** When the certificate of the peer that is connected expires. */
    Optional<Instant> expires() {
        lock.lock();
        try {
            return Optional.ofNullable(current)
                    .map(link -> link.certificate().getNotAfter().toInstant());
        } finally {
            lock.unlock();
        }
    }

    SendQueue queue() {
        return queue;
    }

    private void locked(Runnable code) {
        lock.lock();
        try {
            code.run();
        } finally {
            lock.unlock();
        }
    }

    private boolean locked(BooleanSupplier code) {
        lock.lock();
        try {
            return code.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    private static Thread daemon(String name, Runnable code) {
        Thread thread = new Thread(code, name);
        thread.setDaemon(true);
        return thread;
    }
}
