package org.testudo.abcast.core;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;

/** The votes of one kind for one slot in one epoch: the first of each member is kept. */
final class Ballot {
    /** One member's vote. */
    record Cast(MemberId member, long incarnation, Signed<Header> proposal, Signature signature) {}

    private final Map<MemberId, Cast> casts = new LinkedHashMap<>();

    /** Keeps the vote if it is the member's first; else says which one was. */
    Optional<Cast> add(Cast cast) {
        return Optional.ofNullable(casts.putIfAbsent(cast.member(), cast));
    }

    Collection<Cast> casts() {
        return casts.values();
    }
}
