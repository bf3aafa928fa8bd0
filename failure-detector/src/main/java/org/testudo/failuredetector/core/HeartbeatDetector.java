package org.testudo.failuredetector.core;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.config.FailureDetectorConfig;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.notice.HeardBy;
import org.testudo.kernel.notice.NotHeardBy;
import org.testudo.kernel.notice.Owed;
import org.testudo.kernel.notice.Paid;
import org.testudo.kernel.notice.Restored;
import org.testudo.kernel.notice.RoundTripMeasured;
import org.testudo.kernel.notice.Suspected;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/**
 * Suspects peers that are silent for too long, and takes it back when they are heard (FD-1, FD-3); and peers that are heard, but
 * owe the ordering a word for too long, until they speak (FD-2). A peer is judged by what
 * comes from itself alone, so the worst that a faulty one can do here is to be suspected, or not, as it pleases: each flap
 * takes a silence that counts in its own bound, up to the ceiling. Tells those whom it does not hear, and announces of which peers it is
 * told the same: it may hear all and reach nobody (GM-7). Measures the round trip to each peer for other layers (FD-5).
 * Time is monotonic only (FD-6).
 */
public final class HeartbeatDetector extends AbstractCore<DetectorMessage> {
    static final TimerId ROUND = new TimerId("round");
    /** A peer that owes nothing now may owe something soon: rounds keep at least this distance. */
    private static final long SHORTEST_ROUND = Duration.ofMillis(1).toNanos();

    private final MemberId self;
    private final long interval;
    private final long floor;
    private final long ceiling;
    private final Map<MemberId, Peer> peers = new TreeMap<>();
    private boolean waiting;
    private long due;
    private long heldUntil;
    private long nextHold;

    /** @param self this member: it is neither told nor suspected */
    public HeartbeatDetector(MemberId self, FailureDetectorConfig config) {
        this.self = self;
        interval = config.interval().toNanos();
        // Heartbeats come an interval after the last other message: a shorter floor would suspect the idle.
        floor = Math.max(config.floor().toNanos(), 2 * interval);
        ceiling = Math.max(config.ceiling().toNanos(), floor);
    }

    @Override
    protected void onInstalled(ViewRecord view) {
        noticeOwnSleep();
        Map<MemberId, Peer> before = new TreeMap<>(peers);
        peers.clear();
        if (view.occupant(self).isPresent()) view.occupants().forEach(each -> seat(each, before.get(each.member())));
        before.forEach((member, peer) -> {
            if (peers.get(member) != peer) leave(member, peer);
        });
        round();
    }

    /** What is thought of it is no opinion of whoever sits there next, or of a later start. */
    private void leave(MemberId member, Peer peer) {
        if (peer.suspected()) announce(new Restored(member));
        if (peer.hearing().denied()) announce(new HeardBy(member));
    }

    private void seat(Occupant occupant, Peer before) {
        if (occupant.member().equals(self)) return;
        boolean same = before != null && before.is(occupant);
        peers.put(occupant.member(), same ? before : new Peer(occupant, nanos(), interval));
        if (!same) tell(occupant.member(), peers.get(occupant.member()).roundTrip());
    }

    @Override
    protected void onReceived(Authentic<DetectorMessage> message) {
        heard(message.sender());
        Peer peer = peers.get(message.sender());
        if (peer == null) return;
        if (message.message() instanceof DetectorMessage.Probe it && peer.echoes(nanos(), interval / 2)) {
            send(message.sender(), new DetectorMessage.Echo(it.number()));
        } else if (message.message() instanceof DetectorMessage.Echo it) {
            measure(message.sender(), peer.roundTrip(), it.number());
        } else if (message.message() instanceof DetectorMessage.Hearing it) {
            hearing(message.sender(), peer.hearing(), it.heard());
        }
    }

    /** Who has slept was not heard meanwhile, and is again before long: what waited to be read says nothing about now (FD-4). */
    private void hearing(MemberId member, Hearing hearing, boolean heard) {
        if (!heard && nanos() < heldUntil) return;
        if (!hearing.says(heard, nanos(), ceiling)) return;
        announce(heard ? new HeardBy(member) : new NotHeardBy(member));
    }

    private void measure(MemberId member, RoundTrip roundTrip, long number) {
        if (roundTrip.echoed(number, nanos())) tell(member, roundTrip);
    }

    private void tell(MemberId member, RoundTrip roundTrip) {
        announce(new RoundTripMeasured(member, Duration.ofNanos(roundTrip.estimate())));
    }

    /** What was dropped had come from that peer. */
    @Override
    protected void onGap(MemberId from) {
        heard(from);
    }

    @Override
    protected void onNoticed(Notice notice) {
        if (notice instanceof Heard it) heard(it.member());
        else if (notice instanceof Told it && peers.containsKey(it.member())) {
            peers.get(it.member()).told(nanos());
        } else if (notice instanceof Owed it) owes(it);
        else if (notice instanceof Paid it) paid(it.member());
    }

    private void owes(Owed debt) {
        noticeOwnSleep();
        Peer peer = peers.get(debt.member());
        if (peer != null) peer.owes(debt.within().toNanos(), nanos());
    }

    /** Who speaks is heard. */
    private void paid(MemberId member) {
        heard(member);
        Peer peer = peers.get(member);
        if (peer != null && peer.paid(nanos(), ceiling)) announce(new Restored(member));
    }

    private void heard(MemberId member) {
        noticeOwnSleep();
        Peer peer = peers.get(member);
        if (peer != null && peer.heard(nanos(), floor, ceiling)) announce(new Restored(member));
    }

    @Override
    protected void onTimerFired(TimerId timer) {
        noticeOwnSleep();
        round();
    }

    private void round() {
        if (peers.values().stream().anyMatch(each -> owes(each, interval))) peers.forEach(this::keepInTouch);
        peers.forEach(this::probe);
        peers.forEach((member, peer) -> {
            if (peer.hearing().expires(nanos(), ceiling)) announce(new HeardBy(member));
        });
        if (nanos() >= heldUntil) peers.forEach(this::judge);
        waiting = !peers.isEmpty();
        if (waiting) await();
        else disarm(ROUND);
    }

    /** All who are owed a heartbeat soon get it with the one who is owed it now: one round is cheaper than many. */
    private void keepInTouch(MemberId member, Peer peer) {
        if (!owes(peer, interval * 3 / 4)) return;
        if (peer.needsAnswer()) {
            send(member, new DetectorMessage.Hearing(!peer.silent()));
            peer.answered(nanos());
        } else {
            send(member, new DetectorMessage.Heartbeat());
            peer.heartbeat(nanos());
        }
    }

    private void probe(MemberId member, Peer peer) {
        RoundTrip roundTrip = peer.roundTrip();
        if (nanos() >= roundTrip.due(interval)) send(member, new DetectorMessage.Probe(roundTrip.probe(nanos())));
    }

    private boolean owes(Peer peer, long after) {
        return nanos() - wordAt(peer) >= after;
    }

    /** When it last got the word that it is owed: any, or that on whether it is heard. */
    private static long wordAt(Peer peer) {
        return peer.needsAnswer() ? peer.answered() : peer.told();
    }

    private void judge(MemberId member, Peer peer) {
        if (peer.suspected()) return;
        if (peer.silence(nanos()) >= peer.bound(floor, ceiling)) {
            peer.suspectOfSilence();
            suspect(member, peer.everHeard() ? "silent" : "never-heard", peer.silence(nanos()));
        } else if (mute(peer)) {
            peer.suspectOfMuteness();
            suspect(member, "mute", peer.muteFor(nanos()));
        }
    }

    /** Whether it owes a word for too long (FD-2) and is heard: of who is silent nobody knows whether it is mute, too. */
    private boolean mute(Peer peer) {
        return peer.silence(nanos()) < floor && nanos() >= peer.muteAt(ceiling);
    }

    private void suspect(MemberId member, String reason, long nanos) {
        announce(new Suspected(member, reason, Duration.ofNanos(nanos)));
    }

    private void await() {
        long next = Long.MAX_VALUE;
        for (Peer peer : peers.values()) {
            next = Math.min(next, wordAt(peer) + interval);
            next = Math.min(next, peer.hearing().until());
            next = Math.min(next, peer.roundTrip().due(interval));
            if (!peer.suspected()) next = Math.min(next, suspicionDue(peer));
        }
        due = Math.max(next, nanos() + SHORTEST_ROUND);
        arm(ROUND, Duration.ofNanos(due - nanos()));
    }

    /** One that is overdue but not heard now has to be heard first. */
    private long suspicionDue(Peer peer) {
        long silent = nanos() - peer.silence(nanos()) + peer.bound(floor, ceiling);
        long mute = peer.muteAt(ceiling);
        return Math.max(heldUntil, mute > nanos() ? Math.min(silent, mute) : silent);
    }

    /**
     * A round that is late says that this process slept, and while it did it could hear nobody (FD-4). The time asleep is
     * nobody's silence; what came meanwhile has an interval to be read. That interval is granted once per ceiling: a process
     * that is always late must still come to suspect the dead.
     */
    private void noticeOwnSleep() {
        long late = nanos() - due;
        if (!waiting || late <= interval / 2) return;
        due = nanos();
        for (Peer peer : peers.values()) peer.deaf(late, nanos());
        if (nanos() < nextHold) return;
        heldUntil = nanos() + interval;
        nextHold = nanos() + ceiling;
    }

    private long nanos() {
        return now().elapsed().toNanos();
    }
}
