package org.testudo.sicp.transport;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.api.MemberId;
import org.testudo.kernel.view.Genesis;
import org.testudo.sicp.credentials.Credentials;

/** One member's authenticated connections to all others. Safe for use by several threads; nothing here blocks a caller. */
public final class Links {
    private static final Logger LOG = LoggerFactory.getLogger(Links.class);

    /** Where what peers send goes. */
    public interface Receiver {
        /**
         * Packets of one peer, on the thread that reads its connection: those that are bulk in the order in which it sent these,
         * and the others in the order in which it sent the others.
         *
         * @throws Violation if they are what no correct member sends: then the connection is closed, and this counted
         */
        void received(MemberId peer, List<Packet> packets) throws Violation;

        /** This start of a peer is there, and packets of it will follow. */
        default void connected(MemberId peer, long incarnation) {}

        /** These peers have met a later start of this member since they were last connected: one says so more. */
        default void superseded(Set<MemberId> by) {}

        /** A peer sends what no correct member sends: so many times since the start. Told at most once a minute and peer. */
        void violated(MemberId peer, long times);
    }

    /**
     * What can be told of the connection to one peer.
     *
     * @param queued packets that wait to be sent
     * @param dropped packets that were dropped since the start because too many waited
     * @param violations how often it broke the rules since the start
     * @param expires when the certificate expires that it has shown; empty if it is not connected
     */
    public record PeerStatus(
            MemberId peer,
            boolean connected,
            boolean excluded,
            int queued,
            long dropped,
            long violations,
            Optional<Instant> expires) {}

    private final Roster roster;
    private final Frames frames;
    private final RefusalLog log;
    private final Deadlines deadlines;
    private final Acceptor acceptor;
    private final Receiver receiver;
    private final String prefix;
    private final Map<MemberId, Lane> lanes = new LinkedHashMap<>();
    private final Map<MemberId, Violations> violations = new LinkedHashMap<>();

    /**
     * Binds this member's port; takes and opens no connection before {@link #start}.
     *
     * @param incarnation which start of this member it is
     * @param members all on the roster, this one included
     * @param protocols JGroups ids of the layers that peers may speak to
     * @throws org.testudo.api.TestudoException if the port cannot be had
     */
    public Links(
            Credentials credentials,
            Genesis genesis,
            long incarnation,
            Collection<Peer> members,
            Set<Short> protocols,
            Receiver receiver) {
        this(
                credentials,
                Greeting.of(genesis, incarnation),
                members,
                protocols,
                receiver,
                Timing.STANDARD,
                Resolver.PLATFORM);
    }

    Links(
            Credentials credentials,
            Greeting greeting,
            Collection<Peer> members,
            Set<Short> protocols,
            Receiver receiver,
            Timing timing,
            Resolver resolver) {
        MemberId self = credentials.principal().member();
        this.receiver = receiver;
        prefix = "group=" + credentials.group() + " member=" + self;
        roster = new Roster(self, members);
        frames = new Frames(protocols);
        log = new RefusalLog(credentials.group(), self.name());
        deadlines = new Deadlines(self.name());
        Handshakes handshakes = new Handshakes(credentials, roster, greeting, deadlines, timing.handshake(), resolver);
        LaneEvents events = new LaneEvents();
        for (Peer each : roster.peers()) {
            violations.put(each.id(), new Violations());
            lanes.put(each.id(), new Lane(roster.self(), each, handshakes, frames, timing, log, events));
        }
        acceptor = new Acceptor(roster, handshakes, peer -> lanes.get(peer.id()), log);
    }

    public void start() {
        acceptor.start();
        lanes.values().forEach(Lane::start);
    }

    /** Closes everything; cannot be started again. */
    public void stop() {
        acceptor.stop();
        lanes.values().forEach(Lane::stop);
        deadlines.stop();
    }

    /** Whether peers may speak to a layer, and so whether there is any use in sending to it. */
    public boolean allows(short protocol) {
        return frames.allows(protocol);
    }

    /** Queues a packet; false if there is no such peer. */
    public boolean send(MemberId peer, Packet packet) {
        Lane lane = lanes.get(peer);
        if (lane == null) return false;
        if (!roster.excluded(peer)) lane.send(packet);
        return true;
    }

    /** Who is out from now on; whoever is not named is no longer. Closes their connections at once (SICP-7). */
    public void exclude(Set<MemberId> members) {
        roster.exclude(members);
        lanes.forEach((peer, lane) -> {
            if (members.contains(peer)) lane.exclude();
            else lane.admit();
        });
    }

    /** The group has decided something of certificates: closes the connections of those who could not connect now. */
    public void recheck() {
        lanes.values().forEach(Lane::recheck);
    }

    /** Operators have pardoned these members, whose former certificates are refused by now. */
    public void pardoned(Collection<MemberId> members) {
        members.stream()
                .filter(lanes::containsKey)
                .forEach(each -> lanes.get(each).anew());
    }

    /** Closes all connections, to be opened again. */
    public void reset() {
        lanes.values().forEach(Lane::reset);
    }

    public List<PeerStatus> status() {
        return lanes.entrySet().stream()
                .map(each -> status(each.getKey(), each.getValue()))
                .toList();
    }

    private PeerStatus status(MemberId peer, Lane lane) {
        return new PeerStatus(
                peer,
                lane.connected(),
                roster.excluded(peer),
                lane.queue().size(),
                lane.queue().dropped(),
                violations.get(peer).times(),
                lane.expires());
    }

    /** Whether this member is dialling anybody at the moment. */
    boolean dialling() {
        return lanes.values().stream().anyMatch(Lane::isDialling);
    }

    /** Connections refused since the start. */
    public long refused() {
        return log.total();
    }

    /** How often this member refused whom: by name, or address where no name was shown; of the 1,024 latest. */
    public Map<String, Long> refusedBySource() {
        return log.bySource();
    }

    /** Whom this member refused and why, the latest last. */
    public List<String> refusals() {
        return log.latest();
    }

    /** Connections that have not authenticated themselves yet. */
    public int halfOpen() {
        return acceptor.halfOpen().size();
    }

    /** What is counted of one peer. */
    private static final class Violations {
        private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

        private long times;
        private long toldAt = System.nanoTime() - MINUTE;

        /** Counts one more; whether it is to be told. */
        synchronized boolean isDue() {
            times++;
            boolean due = System.nanoTime() - toldAt >= MINUTE;
            if (due) toldAt = System.nanoTime();
            return due;
        }

        synchronized long times() {
            return times;
        }
    }

    private final class LaneEvents implements Lane.Events {
        private final Set<MemberId> superseding = new TreeSet<>();

        @Override
        public void received(Peer peer, List<Packet> packets) throws Violation {
            receiver.received(peer.id(), packets);
        }

        @Override
        public void connected(Peer peer) {
            LOG.info("{} connected={}", prefix, peer.id());
            told(peer, false);
            receiver.connected(peer.id(), lanes.get(peer.id()).incarnation());
        }

        @Override
        public void disconnected(Peer peer, String reason) {
            LOG.info("{} disconnected={} reason=\"{}\"", prefix, peer.id(), Greeting.clean(reason));
        }

        @Override
        public void superseded(Peer peer) {
            receiver.superseded(told(peer, true));
        }

        /** On threads of several peers. */
        private synchronized Set<MemberId> told(Peer peer, boolean later) {
            if (later) superseding.add(peer.id());
            else superseding.remove(peer.id());
            return new TreeSet<>(superseding);
        }

        @Override
        public void violated(Peer peer, String what) {
            log.refused(peer.id().name(), "sent " + what);
            Violations counted = violations.get(peer.id());
            if (counted.isDue()) receiver.violated(peer.id(), counted.times());
        }
    }
}
