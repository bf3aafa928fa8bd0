package org.testudo.membership.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.api.MemberId;
import org.testudo.kernel.notice.AtTheFloor;
import org.testudo.kernel.notice.Judged;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Demands to exclude, and those that wait at the floor (GM-18). Replicated state, at most one entry per name of the roster.
 */
final class Exclusions {
    /** Bytes of a cause: of words of a command, which is bounded, and of names. */
    private static final int MOST_CAUSE = 1 << 16;

    private record Demand(Ground ground, String cause) {
        static Demand read(WireReader in) throws MalformedException {
            return new Demand(in.readEnum(Ground.values()), in.readText(MOST_CAUSE));
        }

        void write(WireWriter out) {
            out.writeEnum(ground).writeText(cause);
        }
    }

    private final Map<MemberId, Demand> waiting = new LinkedHashMap<>();

    /** Its part of a checkpoint (AB-23). */
    void write(WireWriter out) {
        out.writeList(
                List.copyOf(waiting.entrySet()),
                (each, to) -> each.getValue().write(to.writeText(each.getKey().name())));
    }

    void restore(WireReader in) throws MalformedException {
        waiting.clear();
        in.readList(Parts.MOST, each -> waiting.put(Origin.readMember(each), Demand.read(each)) == null);
    }

    /** Excludes the member in this slot, or has it wait at the floor. Who holds no seat leaves no gap. */
    Judged demand(MemberId target, Ground ground, String cause, Fold fold) {
        long slot = fold.slot();
        if (ground == Ground.ACCUSATION && fold.pinned(target))
            return new Judged(slot, target, "pinned by operators; " + cause, false);
        if (fold.seats().excluded(target)) return new Judged(slot, target, "already out; " + cause, false);
        if (fold.mayVacate(target)) {
            waiting.remove(target);
            fold.exclude(target, cause);
            return new Judged(slot, target, "excluded: " + cause, true);
        }
        Demand before = waiting.get(target);
        boolean stronger = before == null || before.ground == Ground.ACCUSATION;
        if (stronger) waiting.put(target, new Demand(ground, cause));
        fold.forgetStandby(target);
        return new Judged(slot, target, "waits, since " + fold.floor().why() + ": " + cause, false);
    }

    /** Excludes those that waited and need not wait any longer. */
    void settle(Fold fold) {
        for (MemberId member : waiting()) {
            Demand due = waiting.get(member);
            if (fold.mayVacate(member)) fold.tell(demand(member, due.ground, due.cause, fold));
        }
    }

    /** Operators have pinned this member: what waits on accusations alone does not happen. */
    void spare(MemberId member) {
        Demand demand = waiting.get(member);
        if (demand != null && demand.ground == Ground.ACCUSATION) waiting.remove(member);
    }

    /** What waits, for people. */
    List<AtTheFloor.Waiting> atTheFloor(String why) {
        return waiting.entrySet().stream()
                .map(each -> new AtTheFloor.Waiting(
                        true, each.getKey(), Wording.plain(each.getValue().cause, Exclusion.MAX_CAUSE), why))
                .toList();
    }

    /** Members that are to be excluded as soon as the floor allows. */
    List<MemberId> waiting() {
        return List.copyOf(waiting.keySet());
    }
}
