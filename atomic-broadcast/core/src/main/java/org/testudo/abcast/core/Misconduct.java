package org.testudo.abcast.core;

import java.util.LinkedHashSet;
import java.util.Set;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Evidence;
import org.testudo.kernel.notice.Misbehaved;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementHeader;

/** Announces members that contradicted themselves, each once per view, and shows the group a leader's two headers (AB-4). */
final class Misconduct {
    private final Ordering ordering;
    private final Set<MemberId> announced = new LinkedHashSet<>();
    private long shownEpoch = -1;

    Misconduct(Ordering ordering) {
        this.ordering = ordering;
    }

    void install() {
        announced.clear();
        shownEpoch = -1;
    }

    /** Two headers by one leader for one slot and epoch; everyone is told once per epoch. */
    void equivocated(Signed<Header> first, Signed<Header> second) {
        announce(first, second);
        long epoch = first.message().epoch();
        if (epoch <= shownEpoch || !ordering.seated()) return;
        shownEpoch = epoch;
        ordering.out().multicast(new Proof(first, second));
    }

    /** Two statements of one signer under one header. */
    void announce(Signed<? extends AbcastMessage> first, Signed<? extends AbcastMessage> second) {
        announce(Nested.claim(first), Nested.claim(second));
    }

    /** Two votes of one member for different headers of one slot and epoch. */
    void votedTwice(Ballot.Cast first, Ballot.Cast second, StatementHeader header) {
        announce(claim(first, header), claim(second, header));
    }

    private Claim.SignedBy claim(Ballot.Cast cast, StatementHeader header) {
        Signature signature = cast.signature();
        return new Claim.SignedBy(
                Principal.of(cast.member()),
                header,
                Starts.vote(cast.proposal().message(), cast.incarnation()),
                signature);
    }

    private void announce(Claim.SignedBy first, Claim.SignedBy second) {
        // While the group forms, a founder that has lost its memory signs anew with the same key: no fault of this
        // life.
        if (ordering.forming()) return;
        Evidence evidence = new Evidence(first, second);
        if (!evidence.conflicting() || !announced.add(first.signer().member())) return;
        ordering.out().announce(new Misbehaved(first.signer().member(), evidence));
    }
}
