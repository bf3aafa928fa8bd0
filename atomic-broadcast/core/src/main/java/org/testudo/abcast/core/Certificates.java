package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;

/** The only place where seats are counted. */
final class Certificates {
    private final AbcastRules rules;

    Certificates(AbcastRules rules) {
        this.rules = rules;
    }

    /** Whether these seats are so many that any two such sets share a correct member. */
    boolean intersecting(Seating seating, Collection<Integer> seats) {
        return rules.voters(seats) >= rules.certificate(seating.quorum());
    }

    /** Whether one of these seats is held by a correct member. */
    boolean oneCorrect(Seating seating, Collection<Integer> seats) {
        return rules.voters(seats) >= seating.quorum().oneCorrect();
    }

    /** The highest value that f+1 of these have reached, or the default. */
    long reachedByOneCorrect(Seating seating, Collection<Long> reached, long otherwise) {
        List<Long> descending = new ArrayList<>(reached);
        descending.sort((a, b) -> Long.compare(b, a));
        int one = seating.quorum().oneCorrect();
        return descending.size() < one ? otherwise : descending.get(one - 1);
    }

    /** Whether a certificate of this view, whose signatures the host has verified, proves what it says. */
    boolean valid(Seating seating, QuorumCertificate certificate) {
        Header header = certificate.header();
        if (header.view() != seating.view()) return false;
        if (!certificate.proposal().sender().equals(seating.leader(header.epoch()))) return false;
        List<Integer> seats = new ArrayList<>();
        for (QuorumCertificate.Vote vote : certificate.votes()) seats.add(seating.seat(vote.member()));
        return !seats.contains(Seating.NONE) && intersecting(seating, seats);
    }

    /** A certificate for this header from the votes cast for it, if they are enough. */
    Optional<QuorumCertificate> of(Seating seating, QuorumCertificate.Kind kind, Header header, Ballot ballot) {
        List<QuorumCertificate.Vote> votes = new ArrayList<>();
        List<Integer> seats = new ArrayList<>();
        Ballot.Cast last = null;
        for (Ballot.Cast cast : ballot.casts()) {
            if (!cast.proposal().message().equals(header)) continue;
            MemberId voter = cast.member();
            votes.add(new QuorumCertificate.Vote(voter, cast.signature()));
            seats.add(seating.seat(voter));
            last = cast;
            if (intersecting(seating, seats)) {
                return Optional.of(new QuorumCertificate(kind, last.proposal(), votes));
            }
        }
        return Optional.empty();
    }
}
