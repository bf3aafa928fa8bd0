package org.testudo.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.SpareVotes;
import org.testudo.kernel.statement.Unsigned;
import org.testudo.kernel.statement.Vote;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;

/**
 * Takes messages from the transport's threads, never blocking one, keeps them in bounded lanes per peer, and verifies them
 * on two threads of its own that serve the lanes in turn (HOST-1). One thread serves control and votes alone, so that no
 * flood of bodies delays them. Messages of one lane reach the loop in the order in which they came; one that
 * answers for votes that were set aside follows these.
 */
final class Intake {
    /** The longest message between members, in bytes. */
    static final int MOST_FRAME = 17 << 20;

    /** How many messages and claims are verified before it is the next lane's turn: a few milliseconds. */
    private static final int TURN = 64;

    /** Ballots of one member whose verified votes are counted: more than two for each slot of a window. */
    private static final int MOST_BALLOTS = 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    /** Where verified messages and gaps go. */
    interface Sink {
        /** Puts an event for a layer into the loop's queue; {@code taken} runs on the loop when its turn comes. */
        void post(int layer, Event<?> event, Runnable taken);
    }

    private static final class Peer {
        private final Map<Lane, InboundLane> lanes = new EnumMap<>(Lane.class);
        private final Park park = new Park();
        private final boolean[] gapTold;
        private final boolean[] refutationTold;

        Peer(MemberId id, int layers) {
            gapTold = new boolean[layers];
            refutationTold = new boolean[layers];
            for (Lane lane : Lane.values()) lanes.put(lane, new InboundLane(id, lane));
        }

        int depth() {
            return park.size()
                    + lanes.values().stream().mapToInt(InboundLane::size).sum();
        }
    }

    private final ViewRecords records;
    private final Proof proof;
    private final PeerLedger ledger;
    private final Sink sink;
    private final int layers;
    private final BooleanSupplier held;
    private final ReentrantLock lock = new ReentrantLock();
    private final Idler votesOnly = new Idler(lock);
    private final Idler everything = new Idler(lock);
    private final Map<MemberId, Peer> peers = new HashMap<>();
    private final SpareVotes<Park.Parked> spare = new SpareVotes<>(MOST_BALLOTS);
    private final Deque<InboundLane> urgent = new ArrayDeque<>();
    private final Deque<InboundLane> bulk = new ArrayDeque<>();
    private final List<Thread> threads;
    private boolean stopped;

    /**
     * @param held while it is true nothing is verified, so that what peers send waits in their lanes; {@link #wake} must
     *     follow when it becomes false
     * @param failed is told if a thread ends before its time
     */
    Intake(
            String member,
            ViewRecords records,
            Proof proof,
            PeerLedger ledger,
            int layers,
            BooleanSupplier held,
            Sink sink,
            Consumer<Throwable> failed) {
        this.records = records;
        this.proof = proof;
        this.ledger = ledger;
        this.layers = layers;
        this.held = held;
        this.sink = sink;
        threads = List.of(
                new Thread(() -> serve(false), "testudo-verifier-1 " + member),
                new Thread(() -> serve(true), "testudo-verifier-2 " + member));
        for (Thread thread : threads) {
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((ended, failure) -> failed.accept(failure));
        }
    }

    void start() {
        threads.forEach(Thread::start);
    }

    void stop() {
        locked(() -> {
            stopped = true;
            wakeBoth();
        });
    }

    /** Looks again whether to go on. */
    void wake() {
        locked(this::wakeBoth);
    }

    private void wakeBoth() {
        votesOnly.wake();
        everything.wake();
    }

    /** From a thread of the transport: never blocks, never throws on what the peer sent. */
    void receive(HostedLayer<?> layer, MemberId sender, List<byte[]> frames) {
        locked(() -> {
            Peer peer = peers.computeIfAbsent(sender, it -> new Peer(it, layers));
            for (byte[] frame : frames) receive(layer, sender, peer, frame);
        });
    }

    private void receive(HostedLayer<?> layer, MemberId sender, Peer peer, byte[] frame) {
        try {
            if (frame.length > MOST_FRAME) throw new MalformedException("frame of " + frame.length + " bytes");
            InboundLane lane = peer.lanes.get(Frame.lane(frame, 0, frame.length));
            if (lane.offer(new InboundLane.Item(layer, frame))) schedule(lane);
            else drop(layer, sender, peer);
        } catch (MalformedException e) {
            ledger.malformed(sender);
        }
    }

    /** A view is in force, or proved: what waited for it is verified now, before what came later in the same lane. */
    void installed() {
        locked(() -> {
            peers.keySet().removeIf(peer -> !records.known(peer));
            for (Peer peer : peers.values()) {
                peer.park.drainNewestFirst().forEach(each -> verifyNext(peer, each));
            }
        });
    }

    /** From the thread that signs: a vote of this member is cast. */
    void cast(MemberId self, Vote vote) {
        locked(() -> spare.verified(self, vote));
    }

    /** On the loop: all slots up to this one have left the cores. */
    void delivered(long slot) {
        locked(() -> spare.delivered(slot));
    }

    /** Messages that wait for a thread or for a view. */
    int depth() {
        return underLock(() -> peers.values().stream().mapToInt(Peer::depth).sum());
    }

    private void serve(boolean bodiesToo) {
        try {
            boolean bodiesFirst = bodiesToo;
            for (InboundLane lane = next(bodiesToo, bodiesFirst); lane != null; lane = next(bodiesToo, bodiesFirst)) {
                int budget = TURN;
                while (budget > 0 && servable(lane)) budget -= advance(lane, budget);
                giveBack(lane);
                bodiesFirst = bodiesToo && lane.lane != Lane.BODIES;
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("a verifying thread was interrupted", e);
        }
    }

    private InboundLane next(boolean bodiesToo, boolean bodiesFirst) throws InterruptedException {
        lock.lock();
        try {
            while (!stopped && (held.getAsBoolean() || (urgent.isEmpty() && (bulk.isEmpty() || !bodiesToo))))
                (bodiesToo ? everything : votesOnly).await();
            if (stopped) return null;
            boolean bodies = urgent.isEmpty() || (bodiesFirst && !bulk.isEmpty());
            return (bodies ? bulk : urgent).removeFirst();
        } finally {
            lock.unlock();
        }
    }

    private boolean servable(InboundLane lane) {
        return underLock(lane::servable);
    }

    private void giveBack(InboundLane lane) {
        locked(() -> {
            lane.scheduled(false);
            schedule(lane);
        });
    }

    /** Goes on with the lane's first message for at most {@code budget} claims; gives what that cost. */
    private int advance(InboundLane lane, int budget) {
        InboundLane.Verification resumed;
        InboundLane.Item item;
        lock.lock();
        try {
            resumed = lane.resume();
            item = resumed == null ? lane.take() : resumed.item();
        } finally {
            lock.unlock();
        }
        try {
            InboundLane.Verification begun = resumed == null ? begin(lane, item) : resumed;
            return begun == null ? 1 : 1 + verify(lane, begun, budget);
        } catch (MalformedException e) {
            LOG.debug("peer={} layer={} malformed=\"{}\"", lane.peer, name(item), e.getMessage());
            ledger.malformed(lane.peer);
        } catch (RuntimeException e) { // a codec must not throw these; if it does, no peer shall stop us by it
            LOG.warn(
                    "peer={} layer={} codec failed",
                    lane.peer,
                    item.layer().host().getName(),
                    e);
            ledger.malformed(lane.peer);
        }
        return 1;
    }

    /** Decodes a message; null if its claims cannot be verified, now or ever. */
    private InboundLane.Verification begin(InboundLane lane, InboundLane.Item item) throws MalformedException {
        long inForce = records.inForce().id();
        long highest = records.highest();
        HostedLayer.Incoming<?> incoming = item.layer().open(Principal.of(lane.peer), item.frame());
        switch (proof.standing(incoming.claims())) {
            case VERIFIABLE -> {
                if (!item.layer().useful(incoming, inForce, records.delivered())) {
                    ledger.outdated(lane.peer);
                    return null;
                }
                boolean waits = waits(lane, item, incoming.message());
                return waits ? null : new InboundLane.Verification(item, incoming, 0);
            }
            case ALIEN -> ledger.refuted(lane.peer);
            case LATER -> park(lane, item, highest);
            case FORGOTTEN -> ledger.forgotten(lane.peer);
        }
        return null;
    }

    /** Whether it is a vote that is not needed now, or has to wait for those of its sender that are needed after all. */
    private boolean waits(InboundLane lane, InboundLane.Item item, Authentic<?> message) {
        Optional<Vote> vote = item.layer().vote(message);
        if (vote.isEmpty() && !item.layer().answersForVotes(message)) return false;
        return underLock(() -> {
            Peer peer = peers.get(lane.peer);
            if (peer == null) return true; // excluded meanwhile
            return vote.isPresent() ? spare(peer, lane, item, vote.get()) : awaitsItsVotes(peer, lane, item);
        });
    }

    private boolean spare(Peer peer, InboundLane lane, InboundLane.Item item, Vote vote) {
        Optional<Park.Parked> back = spare.takeBack(lane.peer, vote.ballot());
        back.ifPresent(each -> verifyNext(peer, each));
        if (back.isPresent()) return false;
        if (!spare.setAside(lane.peer, vote, quorum(vote), new Park.Parked(lane.lane, item))) return false;
        ledger.spare(lane.peer);
        return true;
    }

    /** What votes may prove false comes to the core behind these. */
    private boolean awaitsItsVotes(Peer peer, InboundLane lane, InboundLane.Item item) {
        List<Park.Parked> back = spare.takeBackAll(lane.peer);
        if (back.isEmpty()) return false;
        verifyNext(peer, new Park.Parked(back.get(0).lane(), item));
        for (int i = back.size() - 1; i >= 0; i--) verifyNext(peer, back.get(i));
        return true;
    }

    private int quorum(Vote vote) {
        return records.of(vote.ballot().view()).map(ViewRecord::certifying).orElse(Integer.MAX_VALUE);
    }

    private void verifyNext(Peer peer, Park.Parked message) {
        InboundLane lane = peer.lanes.get(message.lane());
        lane.offerFirst(message.item());
        schedule(lane);
    }

    private int verify(InboundLane lane, InboundLane.Verification begun, int budget) {
        List<Claim> claims = begun.incoming().claims();
        int end = Math.min(claims.size(), begun.next() + budget);
        for (int i = begun.next(); i < end; i++) {
            if (!proof.holds(claims.get(i))) {
                LOG.debug("peer={} layer={} refuted={}", lane.peer, name(begun.item()), Proof.describe(claims.get(i)));
                ledger.refuted(lane.peer);
                if (i > 0 || begun.incoming().message() instanceof Unsigned) tell(lane, begun, claims.get(i));
                return i + 1 - begun.next();
            }
        }
        if (end == claims.size()) {
            pass(lane, begun.item().layer(), begun.incoming().message());
        } else {
            locked(() -> lane.suspend(new InboundLane.Verification(begun.item(), begun.incoming(), end)));
        }
        return end - begun.next();
    }

    /** The core is shown one such message of a peer at a time: it may convict whoever signed it (AD-10). */
    private void tell(InboundLane lane, InboundLane.Verification refuted, Claim claim) {
        int layer = refuted.item().layer().index();
        locked(() -> {
            Peer peer = peers.get(lane.peer);
            if (peer == null || peer.refutationTold[layer]) return;
            peer.refutationTold[layer] = true;
            sink.post(
                    layer,
                    new Event.Refuted<>(refuted.incoming().message(), claim),
                    () -> locked(() -> peer.refutationTold[layer] = false));
        });
    }

    private static String name(InboundLane.Item item) {
        return item.layer().host().getName();
    }

    private void pass(InboundLane lane, HostedLayer<?> layer, Authentic<?> message) {
        locked(() -> {
            layer.vote(message).ifPresent(vote -> spare.verified(lane.peer, vote));
            lane.posted();
        });
        sink.post(
                layer.index(),
                new Event.Received<>(message),
                () -> locked(() -> {
                    lane.taken();
                    schedule(lane);
                }));
    }

    /** Parks a message, unless another view has become known since its claims were looked at. */
    private void park(InboundLane lane, InboundLane.Item item, long highestBefore) {
        locked(() -> {
            Peer peer = peers.get(lane.peer);
            if (peer == null) return; // excluded meanwhile
            if (records.highest() != highestBefore) lane.offerFirst(item);
            else if (peer.park.offer(lane.lane, item)) ledger.parked(lane.peer);
            else drop(item.layer(), lane.peer, peer);
        });
    }

    /** The newest is dropped, and its core is told once until it has heard of it (HOST-4). */
    private void drop(HostedLayer<?> layer, MemberId sender, Peer peer) {
        ledger.dropped(sender);
        if (peer.gapTold[layer.index()]) return;
        peer.gapTold[layer.index()] = true;
        sink.post(layer.index(), new Event.Gap<>(sender), () -> locked(() -> peer.gapTold[layer.index()] = false));
    }

    private void schedule(InboundLane lane) {
        if (!lane.ready()) return;
        lane.scheduled(true);
        boolean bodies = lane.lane == Lane.BODIES;
        (bodies ? bulk : urgent).addLast(lane);
        if (bodies || !votesOnly.wake()) everything.wake();
    }

    private void locked(Runnable action) {
        underLock(() -> {
            action.run();
            return null;
        });
    }

    private <T> T underLock(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
