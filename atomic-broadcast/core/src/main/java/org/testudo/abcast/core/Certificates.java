package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.view.Quorum;

/** The only place where seats are counted. */
final class Certificates {
    private final Ordering ordering;

    Certificates(Ordering ordering) {
        this.ordering = ordering;
    }

    /** Whether these seats are so many that any two such sets share a correct member. */
    boolean intersecting(Collection<Integer> seats) {
        return enough(seats, quorum());
    }

    /** How many seats that takes in the view in force. */
    int quorum() {
        Quorum quorum = ordering.seating().quorum();
        return ordering.forming()
                ? ordering.rules().founding(quorum)
                : ordering.rules().certificate(quorum);
    }

    /** Whether one of these seats is held by a correct member. */
    boolean oneCorrect(Collection<Integer> seats) {
        return enough(seats, ordering.seating().quorum().oneCorrect());
    }

    /** Whether what all these say is true. */
    boolean believable(Collection<Integer> seats) {
        return enough(seats, ordering.seating().quorum().believable());
    }

    /** To be asked for each vote that comes, so the distinct are counted only when all together may be enough. */
    private boolean enough(Collection<Integer> seats, int least) {
        return seats.size() >= least && ordering.rules().voters(seats) >= least;
    }

    /** The highest value that f+1 of these have reached, or the default. */
    long reachedByOneCorrect(Collection<Long> reached, long otherwise) {
        List<Long> descending = new ArrayList<>(reached);
        descending.sort((a, b) -> Long.compare(b, a));
        int one = ordering.seating().quorum().oneCorrect();
        return descending.size() < one ? otherwise : descending.get(one - 1);
    }

    /** Whether a certificate of this view, whose signatures the host has verified, proves what it says. */
    boolean valid(QuorumCertificate certificate) {
        boolean bare = certificate.kind() == QuorumCertificate.Kind.ACCEPTED;
        return signed(certificate) && (bare || ordering.believes(certificate));
    }

    /** The same, of this life or, in view 0, of a former one (GM-21). */
    boolean signed(QuorumCertificate certificate) {
        Header header = certificate.header();
        if (header.view() != ordering.seating().view()) return false;
        if (!certificate.proposal().sender().equals(ordering.seating().leader(header.epoch()))) return false;
        if (certificate.kind() == QuorumCertificate.Kind.ACCEPTED)
            return certificate.votes().isEmpty();
        List<Integer> seats = new ArrayList<>();
        for (QuorumCertificate.Vote vote : certificate.votes())
            seats.add(ordering.seating().seat(vote.member()));
        return !seats.contains(Seating.NONE) && intersecting(seats);
    }

    /** Whether a quorum of the view that it names has signed a state (AB-7); the host has verified its signatures. */
    boolean valid(CheckpointCertificate certificate, Seating named) {
        if (certificate.view() != named.view() || named.record().life().forming()) return false;
        List<Integer> seats = new ArrayList<>();
        certificate.votes().forEach(vote -> seats.add(named.seat(vote.sender())));
        return !seats.contains(Seating.NONE)
                && ordering.rules().voters(seats) >= ordering.rules().stable(named.quorum());
    }

    /** A certificate for a state from the votes for it, if they are enough. */
    Optional<CheckpointCertificate> of(List<Signed<Checkpoint>> votes) {
        CheckpointCertificate certificate = new CheckpointCertificate(votes);
        return valid(certificate, ordering.seating()) ? Optional.of(certificate) : Optional.empty();
    }

    /** A certificate for this header from the votes cast for it, if they are enough. */
    Optional<QuorumCertificate> of(QuorumCertificate.Kind kind, Header header, Ballot ballot) {
        List<QuorumCertificate.Vote> votes = new ArrayList<>();
        List<Integer> seats = new ArrayList<>();
        Ballot.Cast last = null;
        for (Ballot.Cast cast : ballot.casts()) {
            if (!cast.proposal().message().equals(header)) continue;
            MemberId voter = cast.member();
            votes.add(new QuorumCertificate.Vote(voter, cast.incarnation(), cast.signature()));
            seats.add(ordering.seating().seat(voter));
            last = cast;
            if (intersecting(seats)) {
                return Optional.of(new QuorumCertificate(kind, last.proposal(), votes));
            }
        }
        return Optional.empty();
    }
}
