package org.testudo.membership.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.api.MemberId;
import org.testudo.kernel.notice.Judged;

/**
 * Demands to exclude, and those that wait at the floor (GM-18). Replicated state, at most one entry per name of the roster.
 */
final class Exclusions {
    private final Map<MemberId, String> waiting = new LinkedHashMap<>();

    /** Excludes the member in this slot, or has it wait at the floor. Who holds no seat leaves no gap. */
    Judged demand(MemberId target, String cause, Fold fold) {
        long slot = fold.slot();
        if (fold.seats().excluded(target)) return new Judged(slot, target, "already out; " + cause, false);
        if (fold.mayVacate(target)) {
            waiting.remove(target);
            fold.exclude(target, cause);
            return new Judged(slot, target, "excluded: " + cause, true);
        }
        waiting.putIfAbsent(target, cause);
        return new Judged(slot, target, "waits, since " + fold.floor().why() + ": " + cause, false);
    }

    /** Excludes those that waited and need not wait any longer. */
    void settle(Fold fold) {
        for (MemberId member : waiting()) {
            if (fold.mayVacate(member)) fold.tell(demand(member, waiting.get(member), fold));
        }
    }

    /** Members that are to be excluded as soon as the floor allows. */
    List<MemberId> waiting() {
        return List.copyOf(waiting.keySet());
    }
}
