package org.testudo.abcast.core;

import java.util.Deque;
import org.testudo.api.MemberId;
import org.testudo.kernel.Invariant;
import org.testudo.kernel.command.Announcement;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signed;

/** Hands what peers send to the part that it is for; at the barrier keeps it until the layer above has spoken (AB-14). */
final class Reception implements AbcastMessage.Receiver {
    private final Parts parts;
    private final Ordering ordering;
    private final Parking parking;

    Reception(Parts parts) {
        this.parts = parts;
        ordering = parts.ordering;
        parking = new Parking(ordering.self());
    }

    /** Handles a message, or parks it. */
    void receive(Authentic<AbcastMessage> message) {
        Invariant.check(ordering.begun(), "a message before the first view");
        if (ordering.barrier() && !isBody(message.message())) parking.park(message);
        else message.message().accept(this, message);
    }

    /** Requests need no view, and are taken at the barrier too. */
    private static boolean isBody(AbcastMessage message) {
        return message instanceof OwnRequest || message instanceof Relay || message instanceof Body;
    }

    /** What waited at the barrier, in order. */
    Deque<Authentic<AbcastMessage>> unpark() {
        return parking.unpark();
    }

    int parked() {
        return parking.size();
    }

    /** Takes a request that is verified, for the values that name it and for the pool; whether the pool has taken it. */
    boolean take(Held held) {
        parts.contents.arrived(held);
        if (held.request().kind() == RequestClass.FORMATION) {
            parts.formation.offer(held);
            return false;
        }
        if (parts.log.full() || !parts.pool.offer(held)) return false;
        parts.proposer.offered(parts.pool.backlog(held.request().origin()));
        return true;
    }

    @Override
    public void onHeader(Signed<Header> header) {
        parts.votes.header(header);
    }

    @Override
    public void onValue(MemberId from, Value value) {
        parts.window.slot(value.slot()).ifPresent(slot -> {
            Digest digest = value.digest();
            boolean votable = value.requests().size() <= ordering.settings().maxBatch();
            if (votable || slot.certifies(digest)) slot.learn(value, digest, from.equals(ordering.leader()));
        });
    }

    @Override
    public void onRequest(Signed<Request> request) {
        take(new Held(request));
    }

    @Override
    public void onRelay(MemberId from, Relay relay) {
        for (Signed<Request> each : relay.requests()) take(new Held(each));
    }

    @Override
    public void onBody(MemberId from, Body body) {
        for (Signed<Request> each : body.requests()) take(new Held(each));
    }

    @Override
    public void onPrepare(Signed<Prepare> vote) {
        parts.votes.prepare(vote);
    }

    @Override
    public void onCommit(Signed<Commit> vote) {
        parts.votes.commit(vote);
        parts.changes.onCommit(vote);
    }

    @Override
    public void onComplaint(Signed<Complaint> complaint) {
        parts.complaints.onComplaint(complaint);
    }

    @Override
    public void onEpochChange(Signed<EpochChange> change) {
        parts.changes.onEpochChange(change);
        parts.complaints.check();
        parts.complaints.follow();
    }

    @Override
    public void onNewEpoch(Signed<NewEpoch> newEpoch) {
        parts.changes.onNewEpoch(newEpoch);
    }

    @Override
    public void onProof(MemberId from, Proof proof) {
        parts.votes.proof(proof).ifPresent(epoch -> parts.changes.change(epoch + 1));
    }

    @Override
    public void onStatus(MemberId from, Status status) {
        parts.reconciliation.onStatus(from, status);
    }

    @Override
    public void onDecided(MemberId from, Decided decided) {
        if (!parts.votes.decided(decided)) {
            if (parts.formation.shown(decided.certificate())) parts.transfer.trace(from);
            return;
        }
        for (Signed<Request> each : decided.bodies()) parts.contents.arrived(new Held(each));
        parts.fetching.ask(from, decided.certificate().slot());
    }

    @Override
    public void onAnnouncement(Announcement announcement) {
        parts.freshness.onAnnouncement(announcement);
    }

    @Override
    public void onMet(MemberId from, Met met) {
        parts.freshness.onMet(from, met);
    }

    @Override
    public void onCheckpoint(Signed<Checkpoint> vote) {
        boolean late = parts.checkpoints.onVote(vote);
        if (late && !vote.sender().equals(ordering.self())) parts.states.offer(vote.sender(), ordering.view());
    }

    @Override
    public void onStable(MemberId from, Stable stable) {
        parts.transfer.onStable(from, stable);
    }

    @Override
    public void onLink(MemberId from, Link link) {
        parts.transfer.onLink(from, link);
    }

    @Override
    public void onWanted(MemberId from, Wanted wanted) {
        parts.states.onWanted(from, wanted);
    }

    @Override
    public void onResultsWanted(MemberId from, ResultsWanted wanted) {
        parts.disagreement.onWanted(from, wanted);
    }

    @Override
    public void onResults(MemberId from, Results results) {
        parts.disagreement.onResults(from, results);
    }

    @Override
    public void onChunkFetch(MemberId from, ChunkFetch fetch) {
        parts.states.onFetch(from, fetch);
    }

    @Override
    public void onChunk(MemberId from, Chunk chunk) {
        parts.transfer.onChunk(from, chunk);
    }

    @Override
    public void onRecall(MemberId from, Recall recall) {
        parts.recollection.onRecall(from, recall);
    }

    @Override
    public void onRecalled(MemberId from, Recalled recalled) {
        parts.recollection.onRecalled(from, recalled);
    }

    @Override
    public void onFetch(MemberId from, Fetch fetch) {
        if (ordering.serves(from)) parts.fetching.onFetch(from, fetch);
    }
}
