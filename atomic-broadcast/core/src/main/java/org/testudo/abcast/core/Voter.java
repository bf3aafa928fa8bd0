package org.testudo.abcast.core;

import java.util.Optional;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signed;

/** Casts this member's votes, in the order of slots (AB-21). */
final class Voter {
    private final Ordering ordering;
    private final Window window;
    private final Log log;
    private final Checkpoints checkpoints;
    private final Prefix prefix;
    private final Formation formation;
    private final Clock clock;

    Voter(
            Ordering ordering,
            Window window,
            Log log,
            Checkpoints checkpoints,
            Prefix prefix,
            Formation formation,
            Clock clock) {
        this.ordering = ordering;
        this.window = window;
        this.log = log;
        this.checkpoints = checkpoints;
        this.prefix = prefix;
        this.formation = formation;
        this.clock = clock;
    }

    /** PREPAREs whatever may be prepared now. */
    void vote() {
        if (!mayVote()) return;
        while (prefix.next() <= ordering.voteLimit() && step(prefix.next())) {}
    }

    /** Says again what the last run of this start has said in this epoch, so that it counts here too (AB-26). */
    void repeat() {
        for (Slot slot : window.slots()) {
            Optional<Signed<Header>> proposal = slot.proposal(ordering.epoch());
            if (proposal.isEmpty()) continue;
            if (ordering.phases().prepares() && slot.prepared(ordering.epoch()))
                ordering.out().multicast(new Prepare(proposal.get(), ordering.namedStart()));
            if (slot.committed(ordering.epoch()))
                ordering.out().multicast(new Commit(proposal.get(), ordering.namedStart()));
        }
    }

    private boolean mayVote() {
        return ordering.entered() && !ordering.barrier() && ordering.seated() && !stopped();
    }

    private boolean stopped() {
        return log.full() || checkpoints.waits();
    }

    /** Goes past one slot; false if something is missing. */
    private boolean step(long number) {
        Slot slot = window.find(number);
        if (slot == null) return false;
        Optional<Signed<Header>> proposal = slot.proposal(ordering.epoch());
        boolean open = proposal.isPresent() && !slot.prepared(ordering.epoch());
        return open ? prepare(slot, proposal.get()) : goPast(slot);
    }

    private boolean goPast(Slot slot) {
        if (!slot.prepared(ordering.epoch()) && slot.decision().isEmpty()) return false;
        return prefix.reach(slot.number());
    }

    private boolean prepare(Slot slot, Signed<Header> proposal) {
        Optional<Content> content = slot.content(proposal.message().value());
        boolean ready = content.isPresent() && content.get().complete() && !slot.refused();
        if (!ready || !acceptable(slot, content.get())) return false;
        slot.markPrepared();
        ordering.journal().prepared(slot, proposal, content.get());
        if (ordering.phases().prepares()) ordering.out().multicast(new Prepare(proposal, ordering.namedStart()));
        else commit(slot, proposal, QuorumCertificate.accepted(proposal));
        return true;
    }

    /** Whether the value may be voted for; counts it in if so. */
    private boolean acceptable(Slot slot, Content content) {
        Optional<Digest> chosen = ordering.choice().value(slot.number());
        if (chosen.isPresent()) {
            // Proposed again: its birth, time and sequence were judged by those who certified it.
            if (!ordering.rules().isChoice(content.digest(), chosen.get())) slot.refuse();
            else prefix.count(content);
            return !slot.refused();
        }
        if (!clock.near(slot.number(), content) || !due(slot.number(), content.value())) return false;
        if (ordering.forming()) return forms(slot, content);
        boolean sound = content.value().birthEpoch() == ordering.epoch()
                && content.bodies().size() <= ordering.settings().maxBatch()
                && content.bodies().stream().allMatch(this::small)
                && prefix.countExactly(content);
        if (!sound) slot.refuse();
        return sound;
    }

    /** View 0 orders one command, in its first slot; the set may be one to vote for later. */
    private boolean forms(Slot slot, Content content) {
        boolean first = slot.number() == ordering.seating().before() + 1
                && content.value().birthEpoch() == ordering.epoch();
        Formation.Verdict verdict = first ? formation.judge(content) : Formation.Verdict.NEVER;
        if (verdict == Formation.Verdict.NEVER) slot.refuse();
        if (verdict != Formation.Verdict.VOTE) return false;
        prefix.count(content);
        return true;
    }

    private boolean small(Held held) {
        return held.request().body().length
                <= ordering.settings().largest(held.request().kind());
    }

    /** Else a leader could fill everyone's log with empty batches as fast as the network bears. */
    private boolean due(long number, Value value) {
        boolean due = !value.time()
                .isBefore(ordering.agreedTime().plus(ordering.settings().idle().dividedBy(2)));
        return !value.requests().isEmpty() || number == ordering.delivered() + 1 && due;
    }

    /** COMMITs a slot once Q have prepared the header that this member has prepared itself. */
    void commit(Slot slot) {
        if (!ordering.phases().prepares()
                || !mayVote()
                || !slot.prepared(ordering.epoch())
                || slot.committed(ordering.epoch())) return;
        Optional<Signed<Header>> proposal = slot.proposal(ordering.epoch());
        if (proposal.isEmpty()) return;
        Ballot ballot = slot.prepares(ordering.epoch());
        Header header = proposal.get().message();
        ordering.certificates()
                .of(QuorumCertificate.Kind.PREPARED, header, ballot)
                .ifPresent(certificate -> commit(slot, proposal.get(), certificate));
    }

    /** Binds itself to the proposal, whatever leader comes (AB-28). */
    private void commit(Slot slot, Signed<Header> proposal, QuorumCertificate lock) {
        slot.lock(lock);
        slot.markCommitted();
        ordering.journal().locked(lock);
        ordering.out().multicast(new Commit(proposal, ordering.namedStart()));
    }
}
