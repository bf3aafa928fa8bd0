package org.testudo.abcast.core;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementHeader;

/** The votes of one kind for one slot in one epoch: the first of each member is kept. */
final class Ballot {
    /** One member's vote. */
    record Cast(MemberId member, long incarnation, Signed<Header> proposal, Signature signature) {
        /** That the member signed it, under the header of a vote of its kind. */
        Claim.SignedBy claim(StatementHeader header) {
            byte[] body = Starts.vote(proposal.message(), incarnation);
            return new Claim.SignedBy(Principal.of(member), header, body, signature);
        }
    }

    private final Map<MemberId, Cast> casts = new LinkedHashMap<>();

    /** Keeps the vote if it is the member's first; else says which one was. */
    Optional<Cast> add(Cast cast) {
        return Optional.ofNullable(casts.putIfAbsent(cast.member(), cast));
    }

    /** The vote of this member. */
    Optional<Cast> of(MemberId member) {
        return Optional.ofNullable(casts.get(member));
    }

    Collection<Cast> casts() {
        return casts.values();
    }
}
