package org.testudo.sicp;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.sicp.credentials.Standing;
import org.testudo.sicp.transport.Links;

/** Puts what the group has decided into force on this member's connections, at once. Never blocks. */
final class Enforcement {
    private final Standing standing;
    private final Links links;

    Enforcement(Standing standing, Links links) {
        this.standing = standing;
        this.links = links;
    }

    /** Who is excluded is cut off (SICP-7). While the group forms nobody has been given a seat. */
    void installed(ViewRecord view) {
        standing.seated(view.life().forming() ? Set.of() : members(view.occupants(), Occupant::member));
        links.exclude(members(view.exclusions(), Exclusion::member));
        links.recheck();
    }

    /** Whose certificate is revoked is cut off (SICP-11). */
    void revoked(RevocationList list) {
        standing.revoked(list);
        links.recheck();
    }

    private static <T> Set<MemberId> members(Collection<T> of, Function<T, MemberId> member) {
        return of.stream().map(member).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
