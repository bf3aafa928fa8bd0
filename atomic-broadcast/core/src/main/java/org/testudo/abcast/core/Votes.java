package org.testudo.abcast.core;

import java.util.Optional;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementHeader;

/** Takes headers and votes of the present view, and counts them (AB-2). */
final class Votes {
    private final Ordering ordering;
    private final Window window;
    private final Voter voter;
    private final Misconduct misconduct;

    Votes(Ordering ordering, Window window, Voter voter, Misconduct misconduct) {
        this.ordering = ordering;
        this.window = window;
        this.voter = voter;
        this.misconduct = misconduct;
    }

    /** A header, from the leader or inside a vote. */
    void header(Signed<Header> header) {
        Header it = header.message();
        if (it.view() == ordering.view() && !fromItsLeader(header)) misconduct.usurped(header);
        if (!fromItsLeader(header) || it.epoch() != ordering.epoch()) return;
        window.slot(it.slot()).ifPresent(slot -> header(slot, header));
    }

    private void header(Slot slot, Signed<Header> header) {
        Optional<Signed<Header>> before = slot.proposal(header.message().epoch());
        if (before.isEmpty()) slot.propose(header, ordering.elapsed());
        else if (!before.get().message().equals(header.message())) misconduct.equivocated(before.get(), header);
    }

    void prepare(Signed<Prepare> vote) {
        Signed<Header> proposal = vote.message().proposal();
        header(proposal);
        if (!countable(vote, proposal)) return;
        Header it = proposal.message();
        window.slot(it.slot()).ifPresent(slot -> {
            add(slot.prepares(it.epoch()), vote, vote.message().incarnation(), proposal);
            voter.commit(slot);
        });
    }

    void commit(Signed<Commit> vote) {
        Signed<Header> proposal = vote.message().proposal();
        header(proposal);
        if (!countable(vote, proposal)) return;
        Header it = proposal.message();
        window.slot(it.slot()).ifPresent(slot -> {
            Ballot ballot = slot.commits(it.epoch());
            add(ballot, vote, vote.message().incarnation(), proposal);
            if (slot.decision().isPresent()) return;
            ordering.certificates()
                    .of(QuorumCertificate.Kind.COMMITTED, it, ballot)
                    .ifPresent(slot::decide);
        });
    }

    /** Of a seat of this view, for a header of its leader, in this epoch or one beside it. */
    private boolean countable(Signed<?> vote, Signed<Header> proposal) {
        long distance = proposal.message().epoch() - ordering.epoch();
        return distance >= -1 && distance <= 1 && ordering.seating().seated(vote.sender()) && fromItsLeader(proposal);
    }

    private boolean fromItsLeader(Signed<Header> header) {
        Header it = header.message();
        return it.view() == ordering.view()
                && header.sender().equals(ordering.seating().leader(it.epoch()));
    }

    private void add(Ballot ballot, Signed<?> vote, long incarnation, Signed<Header> proposal) {
        Ballot.Cast cast = new Ballot.Cast(vote.sender(), incarnation, proposal, vote.signature());
        StatementHeader header = vote.header();
        ballot.add(cast)
                .filter(first -> !first.proposal().message().equals(proposal.message()))
                .ifPresent(first -> misconduct.votedTwice(first, cast, header));
    }

    /** A commit certificate from another member, for one who lacks the slot (AB-29). */
    boolean decided(Decided decided) {
        QuorumCertificate certificate = decided.certificate();
        boolean believable = certificate.kind() == QuorumCertificate.Kind.COMMITTED
                && certificate.header().view() == ordering.view()
                && decided.value().slot() == certificate.slot();
        Optional<Slot> slot = believable ? window.slot(certificate.slot()) : Optional.empty();
        if (slot.isEmpty() || !ordering.certificates().valid(certificate)) return false;
        slot.get().decide(certificate);
        slot.get().learn(decided.value(), decided.value().digest(), false);
        return true;
    }

    /** Two headers by the leader of the present epoch; whether they prove that it must go at once (AB-4). */
    Optional<Long> proof(Proof proof) {
        Header first = proof.first().message();
        Header second = proof.second().message();
        boolean conflict = first.view() == second.view()
                && first.epoch() == second.epoch()
                && first.slot() == second.slot()
                && !first.value().equals(second.value());
        if (!conflict || !fromItsLeader(proof.first()) || !fromItsLeader(proof.second())) return Optional.empty();
        misconduct.equivocated(proof.first(), proof.second());
        return Optional.of(first.epoch()).filter(epoch -> epoch == ordering.epoch());
    }
}
