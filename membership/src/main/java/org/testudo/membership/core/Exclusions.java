package org.testudo.membership.core;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.api.MemberId;
import org.testudo.kernel.notice.Judged;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Quorum;

/**
 * Demands to exclude, and the floor (GM-18): none may leave fewer than Q occupied seats that can vote in the next view, for
 * that view could order nothing any more. Until then it waits. Replicated state, at most one entry per seat.
 */
final class Exclusions {
    private final Quorum quorum;
    private final Map<MemberId, String> waiting = new LinkedHashMap<>();

    Exclusions(Quorum quorum) {
        this.quorum = quorum;
    }

    /** Excludes the member in this slot, or has it wait at the floor. */
    Judged demand(long slot, MemberId target, String cause, Seats seats, ViewKeys keys) {
        if (seats.occupant(target).isEmpty()) return new Judged(slot, target, "already out; " + cause, false);
        if (aboveFloor(target, seats, keys)) {
            seats.exclude(target, slot, cause);
            return new Judged(slot, target, "excluded: " + cause, true);
        }
        waiting.putIfAbsent(target, cause);
        String floor = "waits, since fewer than " + quorum.intersecting() + " seats could vote without it: ";
        return new Judged(slot, target, floor + cause, false);
    }

    /** Excludes those that waited and need not wait any longer. */
    List<Judged> settle(long slot, Seats seats, ViewKeys keys) {
        List<Judged> judged = new ArrayList<>();
        for (Iterator<Map.Entry<MemberId, String>> each = waiting.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<MemberId, String> entry = each.next();
            boolean out = seats.occupant(entry.getKey()).isEmpty();
            if (!out && !aboveFloor(entry.getKey(), seats, keys)) continue;
            each.remove();
            if (!out) judged.add(demand(slot, entry.getKey(), entry.getValue(), seats, keys));
        }
        return judged;
    }

    /** Members that are to be excluded as soon as the floor allows. */
    List<MemberId> waiting() {
        return List.copyOf(waiting.keySet());
    }

    private boolean aboveFloor(MemberId target, Seats seats, ViewKeys keys) {
        long voters = seats.occupants().stream()
                .map(Occupant::member)
                .filter(member -> !member.equals(target) && keys.has(member))
                .count();
        return voters >= quorum.intersecting();
    }
}
