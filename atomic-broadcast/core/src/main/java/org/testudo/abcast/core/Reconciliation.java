package org.testudo.abcast.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Digest;

/** Tells peers where this member stands, and sends them what they lack; no layer below is trusted to deliver (AB-29). */
final class Reconciliation {
    private static final Duration LONGEST = Duration.ofSeconds(1);
    /** What these cost of a peer's budget: they hold many certificates, and the peer verifies them all. */
    private static final int EPOCH_CHANGE = 64 << 10;

    private static final int NEW_EPOCH = 4 * EPOCH_CHANGE;
    private final Ordering ordering;
    private final Window window;
    private final Log log;
    private final EpochChanges changes;
    private final Complaints complaints;
    private final Budget budget;
    private final Map<MemberId, Peer> peers = new LinkedHashMap<>();

    /** What a peer last said, and what it was sent since. */
    private static final class Peer {
        private Status status = new Status(0, 0, true, 0, List.of());
        private Duration notBefore = Duration.ZERO;
        private Duration patience = Duration.ZERO;
        private long servedTo;
        private boolean stalled;
    }

    Reconciliation(
            Ordering ordering, Window window, Log log, EpochChanges changes, Complaints complaints, Budget budget) {
        this.ordering = ordering;
        this.window = window;
        this.log = log;
        this.changes = changes;
        this.complaints = complaints;
        this.budget = budget;
    }

    void install() {
        peers.keySet().removeIf(each -> !ordering.serves(each));
    }

    /** Says where this member stands, and repeats what it waits for an answer to. */
    void tell() {
        List<Integer> held = ordering.entered() ? List.of() : changes.held();
        ordering.out()
                .multicast(
                        new Status(ordering.view(), ordering.epoch(), ordering.entered(), ordering.delivered(), held));
    }

    /** Whether some peer is known to be ahead. */
    boolean behind() {
        return peers.values().stream()
                .anyMatch(
                        each -> each.status.view() > ordering.view() || each.status.delivered() > ordering.delivered());
    }

    /**
     * Whether no correct member is known to be ahead by more than may be under way. A quorum must have been heard, so that one
     * of those who know is among them, and f+1 must be ahead, so that no liar keeps a member waiting.
     */
    boolean caughtUp() {
        List<Integer> heard = new ArrayList<>();
        List<Integer> ahead = new ArrayList<>();
        int own = ordering.seating().seat(ordering.self());
        if (own != Seating.NONE) heard.add(own);
        long enough = ordering.delivered() + ordering.settings().pipeline();
        peers.forEach((member, peer) -> {
            int seat = ordering.seating().seat(member);
            if (seat == Seating.NONE) return;
            heard.add(seat);
            if (peer.status.delivered() > enough) ahead.add(seat);
        });
        return ordering.certificates().intersecting(heard)
                && !ordering.certificates().oneCorrect(ahead);
    }

    void onStatus(MemberId from, Status status) {
        if (from.equals(ordering.self()) || !ordering.serves(from)) return;
        Peer peer = peers.computeIfAbsent(from, any -> new Peer());
        boolean progressed = progressed(peer.status, status);
        peer.stalled = !progressed;
        peer.status = status;
        if (progressed) peer.patience = ordering.patience();
        boolean due = ordering.elapsed().compareTo(peer.notBefore) >= 0;
        boolean caughtUp = progressed && status.delivered() >= peer.servedTo;
        if (!due && !caughtUp || !serve(from, peer)) return;
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

    /** Sends what the peer lacks; whether that was anything. */
    private boolean serve(MemberId to, Peer peer) {
        Status status = peer.status;
        if (status.view() > ordering.view()) return false;
        boolean sent = decided(to, peer);
        boolean votes = ordering.seated() && ordering.seating().seated(to);
        if (status.view() < ordering.view() || !votes) return sent;
        boolean waits = status.epoch() < ordering.epoch() || status.epoch() == ordering.epoch() && !status.entered();
        if (waits || !ordering.entered()) return epochChange(to, status) || sent;
        Optional<Complaint> complaint = complaints.standing();
        if (complaint.isPresent() && budget.spend(to, Budget.SIGNED))
            ordering.out().send(to, complaint.get());
        return status.epoch() == ordering.epoch() && votes(to, status) || complaint.isPresent() || sent;
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

    /** Slots that were delivered here a while ago; of a closed view only its own, the next ones come after (AB-15). */
    private boolean decided(MemberId to, Peer peer) {
        Status status = peer.status;
        long last =
                status.view() < ordering.view() ? log.lastSlotOf(status.view()).orElse(0L) : ordering.delivered();
        last = Math.min(last, status.delivered() + ordering.settings().window());
        if (last <= status.delivered() || !peer.stalled && !appointed(to, status.delivered())) return false;
        boolean sent = false;
        for (long slot = status.delivered() + 1; slot <= last; slot++) {
            Log.Entry entry = log.entry(slot).orElse(null);
            if (entry == null || young(entry.since()) || !budget.spend(to, size(entry))) break;
            ordering.out()
                    .send(to, new Decided(entry.certificate(), entry.content().value()));
            peer.servedTo = slot;
            sent = true;
        }
        return sent;
    }

    private static int size(Log.Entry entry) {
        return entry.certificate().size() + entry.content().value().requests().size() * Digest.LENGTH;
    }

    /** While a peer makes progress f+1 members serve it, in turn; if it makes none, all do. */
    private boolean appointed(MemberId peer, long delivered) {
        int seats = ordering.seating().quorum().seats();
        int self = ordering.seating().seat(ordering.self());
        int turn = (int) (delivered / ordering.settings().window() % seats);
        int distance = Math.floorMod(self - ordering.seating().seat(peer) - 1 - turn, seats);
        return distance <= ordering.seating().quorum().oneCorrect();
    }

    private boolean young(Duration since) {
        return ordering.elapsed().minus(since).compareTo(ordering.patience()) < 0;
    }

    /** The proposals, if this member leads, and its own votes for what has been under way for a while. */
    private boolean votes(MemberId to, Status status) {
        boolean sent = false;
        boolean leads = ordering.leader().equals(ordering.self());
        for (Slot slot : window.slots()) {
            if (slot.number() <= status.delivered() || young(slot.since())) continue;
            if (slot.number() > status.delivered() + 2L * ordering.settings().window()) break;
            var proposal = slot.proposal(ordering.epoch());
            if (proposal.isEmpty() || !budget.spend(to, Budget.SIGNED)) continue;
            if (leads) ordering.out().send(to, proposal.get().message());
            if (slot.prepared(ordering.epoch()))
                ordering.out().send(to, new Prepare(proposal.get(), ordering.namedStart()));
            if (slot.committed(ordering.epoch()))
                ordering.out().send(to, new Commit(proposal.get(), ordering.namedStart()));
            sent = true;
        }
        return sent;
    }
}
