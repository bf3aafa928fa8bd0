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
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.ViewRecord;

/** The seats of one view while the commands of a slot are applied: edits on a copy, and what they were (GM-13). */
final class Seats {
    private final ViewRecord present;
    private final List<Optional<Occupant>> seats;
    private final List<Exclusion> exclusions;
    private final List<String> changes = new ArrayList<>();
    private Quorum quorum;
    private boolean resized;

    Seats(ViewRecord present) {
        this.present = present;
        seats = new ArrayList<>(present.seats());
        exclusions = new ArrayList<>(present.exclusions());
        quorum = present.quorum();
    }

    /** Sizes of sets of these seats. */
    Quorum quorum() {
        return quorum;
    }

    /** The seats by index; empty is vacant. */
    List<Optional<Occupant>> all() {
        return List.copyOf(seats);
    }

    Optional<Occupant> occupant(MemberId member) {
        OptionalInt seat = seatOf(member);
        return seat.isPresent() ? seats.get(seat.getAsInt()) : Optional.empty();
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

    /** Whether this origin sat when the slot began and a command of the slot took its seat (GM-13, GM-23). */
    boolean unseatedNow(Origin origin) {
        return origin.principal().kind() == Principal.Kind.MEMBER && present.seats(origin) && !holds(origin);
    }

    boolean excluded(MemberId member) {
        return exclusions.stream().anyMatch(exclusion -> exclusion.member().equals(member));
    }

    OptionalInt seatOf(MemberId member) {
        for (int i = 0; i < seats.size(); i++) {
            if (seats.get(i).filter(it -> it.member().equals(member)).isPresent()) return OptionalInt.of(i);
        }
        return OptionalInt.empty();
    }

    /** The vacant seat of this index, else the lowest vacant one. */
    OptionalInt vacant(int preferred) {
        if (preferred < seats.size() && seats.get(preferred).isEmpty()) return OptionalInt.of(preferred);
        for (int i = 0; i < seats.size(); i++) if (seats.get(i).isEmpty()) return OptionalInt.of(i);
        return OptionalInt.empty();
    }

    /** How many seats are vacant. */
    int vacancies() {
        return seats.size() - occupants().size();
    }

    /** Whether the group has been resized by a command of this slot. */
    boolean resized() {
        return resized;
    }

    /** Goes on with these seats, renumbered, and vacant ones after them as far as there are more (GM-3). */
    void resize(Quorum next, List<Optional<Occupant>> stay, String change) {
        resized = true;
        Invariant.check(stay.size() <= next.seats(), "%s seats stay for %s", stay.size(), next);
        quorum = next;
        seats.clear();
        seats.addAll(stay);
        while (seats.size() < next.seats()) seats.add(Optional.empty());
        changes.add(change);
    }

    /** Seats this occupant, in the place of whoever sits there. */
    void seat(int index, Occupant occupant, String change) {
        seats.set(index, Optional.of(occupant));
        changes.add(change);
    }

    /** What is said of an occupant has changed. */
    void replace(Occupant occupant, String change) {
        seat(seatOf(occupant.member()).orElseThrow(), occupant, change);
    }

    /** Vacates the member's seat. */
    void vacate(MemberId member, String change) {
        OptionalInt seat = seatOf(member);
        Invariant.check(seat.isPresent(), "%s is to go but holds no seat", member);
        seats.set(seat.getAsInt(), Optional.empty());
        changes.add(change);
    }

    /** Vacates the member's seat, if it holds one, and enters the one line that is left of it (GM-16). */
    void exclude(MemberId member, long slot, String cause) {
        String change = member + " excluded, " + cause;
        if (seatOf(member).isPresent()) vacate(member, change);
        else changes.add(change);
        exclusions.add(new Exclusion(member, slot, Wording.plain(cause, Exclusion.MAX_CAUSE)));
    }

    /** Nothing is left of the member's exclusion (GM-6). */
    void pardon(MemberId member) {
        exclusions.removeIf(exclusion -> exclusion.member().equals(member));
    }

    /** Notes a change of what the record says beside the seats. */
    void note(String change) {
        changes.add(change);
    }

    /** What has changed, for people, in order; empty: the view stays. */
    List<String> changes() {
        return changes;
    }

    List<Exclusion> exclusions() {
        return exclusions;
    }

    /** The seats by index, each occupant edited. */
    List<Optional<Occupant>> with(UnaryOperator<Occupant> edit) {
        return seats.stream().map(seat -> seat.map(edit)).toList();
    }
}
