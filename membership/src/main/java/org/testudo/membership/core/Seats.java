package org.testudo.membership.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.Invariant;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/** The seats of one view while the commands of a slot are applied: edits on a copy (GM-13). */
final class Seats {
    private final ViewRecord present;
    private final List<Optional<Occupant>> seats;
    private final List<Exclusion> exclusions;

    Seats(ViewRecord present) {
        this.present = present;
        seats = new ArrayList<>(present.seats());
        exclusions = new ArrayList<>(present.exclusions());
    }

    Optional<Occupant> occupant(MemberId member) {
        return seats.stream()
                .flatMap(Optional::stream)
                .filter(occupant -> occupant.member().equals(member))
                .findFirst();
    }

    /** The occupant if it sits with this incarnation. */
    Optional<Occupant> occupant(MemberId member, long incarnation) {
        return occupant(member).filter(occupant -> occupant.incarnation() == incarnation);
    }

    List<Occupant> occupants() {
        return seats.stream().flatMap(Optional::stream).toList();
    }

    /** Whether this origin speaks for a member that still sits, with the key and incarnation of its seat. */
    boolean holds(Origin origin) {
        return occupants().stream().anyMatch(occupant -> occupant.origin().equals(origin));
    }

    /** Whether this origin sat when the slot began and a command of the slot excluded it (GM-13). */
    boolean excludedNow(Origin origin) {
        return origin.principal().kind() == Principal.Kind.MEMBER && present.seats(origin) && !holds(origin);
    }

    /** Vacates the member's seat and enters the one line that is left of it (GM-16). */
    void exclude(MemberId member, long slot, String cause) {
        OptionalInt seat = present.seatOf(member);
        Invariant.check(occupant(member).isPresent(), "%s is to be excluded but holds no seat", member);
        seats.set(seat.getAsInt(), Optional.empty());
        exclusions.add(new Exclusion(member, slot, Wording.plain(cause, Exclusion.MAX_CAUSE)));
    }

    /** Exclusions that commands of this slot brought about. */
    List<Exclusion> newExclusions() {
        return exclusions.subList(present.exclusions().size(), exclusions.size());
    }

    List<Exclusion> exclusions() {
        return exclusions;
    }

    /** The seats by index, each occupant edited. */
    List<Optional<Occupant>> with(UnaryOperator<Occupant> edit) {
        return seats.stream().map(seat -> seat.map(edit)).toList();
    }
}
