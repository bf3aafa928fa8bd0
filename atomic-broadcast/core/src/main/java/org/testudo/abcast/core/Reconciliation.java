package org.testudo.abcast.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.MemberId;

/** Tells peers where this member stands, and sends them what they lack; no layer below is trusted to deliver (AB-29). */
final class Reconciliation {
    /** So many slots may be under way while others are told of them. */
    private static final int CLOSE = 4;

    private static final Duration LONGEST = Duration.ofSeconds(1);
    /** What these cost of a peer's budget: they hold many certificates, and the peer verifies them all. */
    private static final int EPOCH_CHANGE = 64 << 10;

    private static final int NEW_EPOCH = 4 * EPOCH_CHANGE;
    private final Ordering ordering;
    private final Window window;
    private final Replay replay;
    private final EpochChanges changes;
    private final Complaints complaints;
    private final Budget budget;
    private final Map<MemberId, Peer> peers = new LinkedHashMap<>();
    private long told;

    /** Whether it has caught up, as last judged: asked after every event, it seldom changes. */
    private record Judgement(Seating seating, long delivered, boolean caughtUp) {}

    private Judgement last;

    /** What a peer last said, and what it was sent since. */
    private static final class Peer {
        private Status status = new Status(0, 0, true, 0, List.of());
        private Duration notBefore = Duration.ZERO;
        private Duration patience;

        Peer(Duration patience) {
            this.patience = patience;
        }
    }

    Reconciliation(
            Ordering ordering,
            Window window,
            Replay replay,
            EpochChanges changes,
            Complaints complaints,
            Budget budget) {
        this.ordering = ordering;
        this.window = window;
        this.replay = replay;
        this.changes = changes;
        this.complaints = complaints;
        this.budget = budget;
    }

    void install() {
        replay.install();
        last = null;
        peers.keySet().removeIf(each -> !ordering.serves(each));
    }

    /** Says where this member stands, and repeats what it waits for an answer to. */
    void tell() {
        told = ordering.delivered();
        List<Integer> held = ordering.entered() ? List.of() : changes.held();
        ordering.out()
                .multicast(
                        new Status(ordering.view(), ordering.epoch(), ordering.entered(), ordering.delivered(), held));
    }

    /** A member that is behind and has delivered much since it last said so asks for more at once. */
    void progress() {
        if (ordering.delivered() - told >= 2L * Replay.burst(ordering) && behind()) tell();
    }

    /** Whether some peer is known to be ahead. */
    boolean behind() {
        return peers.values().stream()
                .anyMatch(
                        each -> each.status.view() > ordering.view() || each.status.delivered() > ordering.delivered());
    }

    /**
     * Whether no correct member is known to be ahead by more than may be under way. A quorum must have been heard, so that one
     * of those who know is among them, and so many must be ahead that no liar keeps a member waiting: f+1, or in the model
     * {@code crash} one.
     */
    boolean caughtUp() {
        boolean stands = last != null && last.seating == ordering.seating() && last.delivered == ordering.delivered();
        if (!stands) last = new Judgement(ordering.seating(), ordering.delivered(), judge());
        return last.caughtUp;
    }

    private boolean judge() {
        List<Integer> heard = new ArrayList<>();
        List<Integer> ahead = new ArrayList<>();
        int own = ordering.seating().seat(ordering.self());
        if (own != Seating.NONE) heard.add(own);
        long enough = ordering.delivered() + CLOSE;
        peers.forEach((member, peer) -> {
            int seat = ordering.seating().seat(member);
            if (seat == Seating.NONE) return;
            heard.add(seat);
            if (peer.status.delivered() > enough) ahead.add(seat);
        });
        return ordering.certificates().intersecting(heard)
                && !ordering.certificates().believable(ahead);
    }

    void onStatus(MemberId from, Status status) {
        if (from.equals(ordering.self()) || !ordering.serves(from)) return;
        Peer peer = peers.computeIfAbsent(from, any -> new Peer(ordering.patience()));
        boolean progressed = progressed(peer.status, status);
        peer.status = status;
        last = null;
        if (progressed) peer.patience = ordering.patience();
        boolean due = ordering.elapsed().compareTo(peer.notBefore) >= 0;
        boolean sent = replay.serve(from, status, progressed);
        if (!due || !serve(from, status) && !sent) return;
        peer.notBefore = ordering.elapsed().plus(peer.patience);
        Duration twice = peer.patience.multipliedBy(2);
        peer.patience = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    }

    private static boolean progressed(Status before, Status now) {
        return now.view() != before.view()
                || now.delivered() > before.delivered()
                || now.epoch() != before.epoch()
                || now.entered() != before.entered();
    }

    /** Sends what the peer lacks of this epoch, or to enter it; whether that was anything. */
    private boolean serve(MemberId to, Status status) {
        boolean votes = ordering.seated() && ordering.seating().seated(to);
        if (status.view() != ordering.view() || !votes) return false;
        boolean waits = status.epoch() < ordering.epoch() || status.epoch() == ordering.epoch() && !status.entered();
        Optional<Complaint> complaint = complaints.standing();
        if (complaint.isPresent() && budget.spend(to, Budget.SIGNED))
            ordering.out().send(to, complaint.get());
        boolean sent = waits || !ordering.entered()
                ? epochChange(to, status)
                : status.epoch() == ordering.epoch() && votes(to, status);
        return sent || complaint.isPresent();
    }

    private boolean epochChange(MemberId to, Status status) {
        boolean sent = false;
        if (changes.begun().isPresent() && ordering.entered() && budget.spend(to, NEW_EPOCH)) {
            ordering.out().send(to, new Forward(changes.begun().get()));
            sent = true;
        }
        boolean known = status.epoch() == ordering.epoch()
                && status.changes().contains(ordering.seating().seat(ordering.self()));
        boolean lacks = changes.own().isPresent() && !known && status.epoch() <= ordering.epoch();
        if (lacks && budget.spend(to, EPOCH_CHANGE)) {
            ordering.out().send(to, changes.own().get());
            sent = true;
        }
        return sent;
    }

    /** The proposals, if this member leads, and its own votes for what has been under way for a while. */
    private boolean votes(MemberId to, Status status) {
        boolean sent = false;
        boolean leads = ordering.leader().equals(ordering.self());
        for (Slot slot : window.slots()) {
            if (slot.number() <= status.delivered() || ordering.young(slot.since())) continue;
            if (slot.number() > status.delivered() + 2L * ordering.settings().window()) break;
            var proposal = slot.proposal(ordering.epoch());
            if (proposal.isEmpty() || !budget.spend(to, Budget.SIGNED)) continue;
            if (leads) ordering.out().send(to, proposal.get().message());
            if (ordering.phases().prepares() && slot.prepared(ordering.epoch()))
                ordering.out().send(to, new Prepare(proposal.get(), ordering.namedStart()));
            if (slot.committed(ordering.epoch()))
                ordering.out().send(to, new Commit(proposal.get(), ordering.namedStart()));
            sent = true;
        }
        return sent;
    }
}
