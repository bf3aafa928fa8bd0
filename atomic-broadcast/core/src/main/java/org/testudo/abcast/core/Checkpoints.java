package org.testudo.abcast.core;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.testudo.kernel.notice.CheckpointAwaited;
import org.testudo.kernel.notice.CheckpointDisputed;
import org.testudo.kernel.notice.CheckpointDue;
import org.testudo.kernel.notice.CheckpointStable;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.notice.StateShare;
import org.testudo.kernel.state.Manifest;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signed;

/**
 * Every so many slots, or bytes of them, the members sign a digest of their whole state; what a quorum of one view has signed
 * is stable, and frees the log up to the stable one before it (AB-7, AB-23). When a checkpoint is due follows from the order
 * alone; how soon its shares are there does not, so a member that waits for them goes on, until it has two that are not
 * stable.
 */
final class Checkpoints {
    /** With so many checkpoints of its own that are not stable a member votes for nothing more (AB-24). */
    static final int MOST_UNSTABLE = 2;

    private static final long NONE = -1;
    private static final Duration LONGEST = Duration.ofSeconds(1);
    /** Who waits so long for others' signatures says for whose. */
    private static final Duration LONG = Duration.ofSeconds(5);

    /** What this member has computed, or is computing, of the state after a slot. */
    private static final class Own {
        private final SortedMap<String, Snapshot> shares = new TreeMap<>();
        private Manifest manifest;
        private Duration repeatAt = Duration.ZERO;
        private Duration patience;
        private boolean disputed;
    }

    private final Ordering ordering;
    private final Log log;
    private final Sequences sequences;
    private final Holders holders;
    private final Divergence divergence;
    private final CheckpointVotes votes;
    private final TreeMap<Long, Own> pending = new TreeMap<>();
    private final TreeMap<Long, CheckpointCertificate> certified = new TreeMap<>();
    private StableState stable;
    private StableState before;
    private long due = NONE;
    private long lastDue;
    private long bytesSince;
    private Duration waitsSince;
    private long awaited = NONE;

    Checkpoints(Ordering ordering, Log log, Sequences sequences, Holders holders, Divergence divergence) {
        this.ordering = ordering;
        this.log = log;
        this.sequences = sequences;
        this.holders = holders;
        this.divergence = divergence;
        votes = new CheckpointVotes(ordering);
    }

    /** A slot was delivered; whether a checkpoint is due after it follows from what was delivered alone. */
    void delivered(long slot, long cost) {
        bytesSince += cost;
        int interval = ordering.settings().checkpointInterval();
        boolean reached =
                slot - lastDue >= interval || bytesSince >= ordering.settings().checkpointBytes();
        if (interval == 0 || ordering.forming() || !reached) return;
        begin(slot);
        due = slot;
    }

    private void begin(long slot) {
        lastDue = slot;
        bytesSince = 0;
    }

    /** The last slot is delivered and, if it held a command, has had its effect: nothing has followed it yet. */
    void take() {
        if (due == NONE || ordering.barrier()) return;
        long slot = due;
        due = NONE;
        if (!holders.without().isEmpty() || ordering.suspended()) return;
        Own own = new Own();
        own.patience = ordering.patience();
        pending.put(slot, own);
        if (pending.size() > mostKept()) pending.pollFirstEntry();
        ordering.out().announce(new CheckpointDue(slot));
        StateShare ours = new StateShare(slot, HoldsState.ORDERING, OrderingState.taken(ordering, sequences));
        ordering.out().announce(ours);
        onShare(ours);
    }

    /** What was under way when a member stopped to vote may still be decided. */
    private int mostKept() {
        return MOST_UNSTABLE
                + 2
                + ordering.settings().window() / Math.max(1, ordering.settings().checkpointInterval());
    }

    /** A layer has said whether it can give its share: if one cannot, nothing is waited for any more. */
    void onHolder(HoldsState it) {
        holders.add(it);
        if (it.snapshots()) return;
        pending.clear();
        settle();
    }

    /** A layer's share has come. */
    void onShare(StateShare share) {
        Own own = pending.get(share.slot());
        if (own == null || own.manifest != null) return;
        own.shares.put(share.holder(), share.share());
        if (!List.copyOf(own.shares.keySet()).equals(holders.names())) return;
        own.manifest = Manifest.of(share.slot(), own.shares);
        vote(share.slot(), own);
        settle();
    }

    private void vote(long slot, Own own) {
        if (!ordering.seated() || own.manifest == null) return;
        own.repeatAt = ordering.elapsed().plus(own.patience);
        ordering.out().multicast(new Checkpoint(ordering.view(), slot, own.manifest.digest()));
    }

    /** Votes are of one view: what is not stable is said again in the new one. */
    void install() {
        votes.install();
        pending.forEach(this::vote);
    }

    /** Says again what is not stable yet, ever more rarely; and if that keeps this member from voting for long, why. */
    void resend() {
        tellWhomItWaitsFor();
        pending.forEach((slot, own) -> {
            if (own.repeatAt.compareTo(ordering.elapsed()) > 0) return;
            vote(slot, own);
            Duration twice = own.patience.multipliedBy(2);
            own.patience = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
        });
    }

    private void tellWhomItWaitsFor() {
        if (!waits()) waitsSince = null;
        else if (waitsSince == null) waitsSince = ordering.elapsed();
        boolean due = waitsSince != null && ordering.elapsed().minus(waitsSince).compareTo(LONG) >= 0;
        if (!due || pending.firstKey() == awaited) return;
        Map.Entry<Long, Own> first = pending.firstEntry();
        awaited = first.getKey();
        Optional<Digest> own = Optional.ofNullable(first.getValue().manifest).map(Manifest::digest);
        ordering.out().announce(new CheckpointAwaited(awaited, votes.lacking(awaited, own)));
    }

    /** Takes a vote; whether its sender does not know what is stable. */
    boolean onVote(Signed<Checkpoint> vote) {
        Checkpoint it = vote.message();
        if (it.view() != ordering.view() || !ordering.seating().seated(vote.sender()) || ordering.forming()) {
            return false;
        }
        if (it.slot() <= stableSlot()) return true;
        votes.add(vote);
        votes.certificate(it.slot()).ifPresent(this::certified);
        dispute(it.slot());
        return false;
    }

    private void dispute(long slot) {
        Own own = pending.get(slot);
        if (own == null || own.disputed) return;
        votes.dispute(slot).ifPresent(between -> {
            own.disputed = true;
            ordering.out().announce(new CheckpointDisputed(slot, between));
        });
    }

    /** A valid certificate of a quorum. */
    void certified(CheckpointCertificate certificate) {
        if (certificate.slot() <= stableSlot()) return;
        certified.put(certificate.slot(), certificate);
        if (certified.size() > mostKept()) certified.pollFirstEntry();
        settle();
    }

    /** Takes over what is certified and reached here. */
    private void settle() {
        for (CheckpointCertificate each :
                List.copyOf(certified.headMap(ordering.delivered(), true).values())) {
            Own own = pending.get(each.slot());
            if (each.slot() == due || own != null && own.manifest == null) continue; // still being computed
            if (own == null) becomes(new StableState(each, new Manifest(each.slot(), List.of()), none()));
            else if (own.manifest.digest().equals(each.content().state()))
                becomes(new StableState(each, own.manifest, own.shares));
            else divergence.found(each, own.manifest, stableSlot());
        }
    }

    private static SortedMap<String, Snapshot> none() {
        return Collections.emptySortedMap();
    }

    private void becomes(StableState next) {
        if (next.slot() <= stableSlot()) return;
        before = stable;
        stable = next;
        forget(next.slot());
        if (before != null) log.forgetUpTo(before.slot());
        ordering.out()
                .announce(new CheckpointStable(
                        next.slot(), next.certificate().content().state()));
    }

    private void forget(long slot) {
        pending.headMap(slot, true).clear();
        certified.headMap(slot, true).clear();
        votes.forgetUpTo(slot);
    }

    /** This member now is in a state that it was given. */
    void restored(StableState given) {
        begin(given.slot());
        due = NONE;
        before = null;
        stable = given;
        pending.clear();
        forget(given.slot());
        log.forgetUpTo(given.slot());
    }

    /** Whether this member has to wait for the others' words before it votes for anything more. */
    boolean waits() {
        return pending.size() >= MOST_UNSTABLE;
    }

    /** How many checkpoints are held that are not stable. */
    int unstable() {
        return pending.size();
    }

    private long stableSlot() {
        return stable == null ? NONE : stable.slot();
    }

    /** The certificate for an epoch change into the view in force, if its slot is of this view (AB-28). */
    Optional<CheckpointCertificate> ofThisView() {
        return Optional.ofNullable(stable)
                .map(StableState::certificate)
                .filter(it -> it.view() == ordering.view()
                        && it.slot() > ordering.seating().before());
    }

    /** The stable state, if all of it is held here. */
    Optional<StableState> held() {
        return Optional.ofNullable(stable).filter(it -> !it.shares().isEmpty());
    }

    /** The latest state that can be served. */
    Optional<Stable> latest() {
        return Optional.ofNullable(stable)
                .flatMap(StableState::offer)
                .or(() -> Optional.ofNullable(before).flatMap(StableState::offer));
    }

    /** The shares of a state that is served. */
    Optional<StableState> served(Digest state) {
        if (stable != null && stable.certificate().content().state().equals(state)) return Optional.of(stable);
        boolean older = before != null && before.certificate().content().state().equals(state);
        return older ? Optional.of(before) : Optional.empty();
    }
}
