package org.testudo.membership.core;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.notice.ExclusionDelayed;
import org.testudo.kernel.notice.Judged;
import org.testudo.kernel.notice.Stripped;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Demands to exclude, and what becomes of those that cannot have their effect yet (GM-18, GM-19). Beyond the budget an
 * accusation is pending: its target rests. A member that is convicted, or accused within the budget, is stripped while the
 * floor keeps it: it rests, nothing that it asks for is done, its votes count. Replicated state, at most one entry per name
 * of the roster.
 */
final class Exclusions {
    /** Bytes of a cause: of words of a command, which is bounded, and of names. */
    private static final int MOST_CAUSE = 1 << 16;

    /**
     * An exclusion that waits.
     *
     * @param stripped whether it is decided and waits for the floor alone; else it waits for the budget
     * @param rested whether its target was made inactive by it; it is once, or each slot would undo what relieves it
     */
    private record Case(Ground ground, String cause, boolean stripped, boolean rested) {
        Case decided() {
            return new Case(ground, cause, true, rested);
        }

        Case resting() {
            return new Case(ground, cause, stripped, true);
        }

        static Case read(WireReader in) throws MalformedException {
            return new Case(in.readEnum(Ground.values()), in.readText(MOST_CAUSE), in.readBoolean(), in.readBoolean());
        }

        void write(WireWriter out) {
            out.writeEnum(ground).writeText(cause).writeBoolean(stripped).writeBoolean(rested);
        }
    }

    private final Map<MemberId, Case> waiting = new LinkedHashMap<>();

    /** Its part of a checkpoint (AB-23). */
    void write(WireWriter out) {
        out.writeList(List.copyOf(waiting.entrySet()), (each, to) -> {
            to.writeText(each.getKey().name());
            each.getValue().write(to);
        });
    }

    void restore(WireReader in) throws MalformedException {
        waiting.clear();
        in.readList(Parts.MOST, each -> waiting.put(Origin.readMember(each), Case.read(each)) == null);
    }

    /** Excludes the member in this slot, or has it wait. Who holds no seat leaves no gap. */
    Judged demand(MemberId target, Ground ground, String cause, Fold fold) {
        if (ground == Ground.ACCUSATION && fold.pinned(target))
            return judged(target, "pinned by operators; " + cause, false, fold);
        if (fold.seats().excluded(target)) return judged(target, "already out; " + cause, false, fold);
        Case before = waiting.get(target);
        boolean stripped = before != null && before.stripped;
        if (!stripped && ground.budgeted() && !fold.withinBudget()) return pend(target, cause, fold);
        boolean stronger = before == null || (before.ground.budgeted() && !ground.budgeted());
        Case due = stronger ? new Case(ground, cause, false, before != null && before.rested) : before;
        return carryOut(target, due, fold);
    }

    private Judged pend(MemberId target, String cause, Fold fold) {
        String why = fold.beyondBudget();
        if (waiting.putIfAbsent(target, new Case(Ground.ACCUSATION, cause, false, false)) == null)
            fold.tell(new ExclusionDelayed(target, cause, why));
        rest(target, fold);
        return judged(target, "pending, since " + why + ": " + cause, false, fold);
    }

    private Judged carryOut(MemberId target, Case due, Fold fold) {
        if (fold.mayVacate(target)) {
            waiting.remove(target);
            fold.exclude(target, due.ground, due.cause);
            return judged(target, "excluded: " + due.cause, true, fold);
        }
        String why = fold.floor().why(fold.seats());
        Case before = waiting.put(target, due.decided());
        if (before == null || !before.stripped) {
            fold.tell(new ExclusionDelayed(target, due.cause, why));
            fold.tell(new Stripped(fold.slot(), target, due.cause));
            fold.silence(target);
        }
        rest(target, fold);
        return judged(target, "stripped, since " + why + ": " + due.cause, false, fold);
    }

    private void rest(MemberId target, Fold fold) {
        Case due = waiting.get(target);
        boolean resting = due.rested || fold.rest(target, (due.stripped ? "stripped, " : "accused, ") + due.cause);
        if (resting) waiting.put(target, due.resting());
    }

    private static Judged judged(MemberId target, String verdict, boolean effective, Fold fold) {
        return new Judged(fold.slot(), target, verdict, effective);
    }

    /** Excludes those that need not wait any longer, the decided first; who has to waits on, out of the rotation. */
    void settle(Fold fold) {
        List<MemberId> decidedFirst = waiting().stream()
                .sorted(Comparator.comparing(member -> !waiting.get(member).stripped))
                .toList();
        for (MemberId member : decidedFirst) settle(member, waiting.get(member), fold);
    }

    private void settle(MemberId member, Case due, Fold fold) {
        boolean decided = due.stripped || fold.withinBudget();
        boolean news = decided && (!due.stripped || fold.mayVacate(member));
        if (news) fold.tell(carryOut(member, due, fold));
        else if (fold.seats().seatOf(member).isPresent()) rest(member, fold);
    }

    /** Operators have pinned this member: what waits on accusations alone does not happen. */
    void spare(MemberId member) {
        Case due = waiting.get(member);
        if (due != null && due.ground == Ground.ACCUSATION) waiting.remove(member);
    }

    /** Members that are to be excluded and wait, for the floor or for the budget. */
    List<MemberId> waiting() {
        return List.copyOf(waiting.keySet());
    }

    /** Members that are stripped, in the order in which they began to wait. */
    List<MemberId> stripped() {
        return waiting.keySet().stream().filter(this::strips).toList();
    }

    /** Whether nothing that this member asks for is done any more. */
    boolean strips(MemberId member) {
        return waiting.containsKey(member) && waiting.get(member).stripped;
    }

    /** The same of whoever has signed a request. */
    boolean strips(Origin origin) {
        return !waiting.isEmpty()
                && origin.principal().kind() == Principal.Kind.MEMBER
                && strips(origin.principal().member());
    }

    /** Whether its own word does not bring it back into the rotation. */
    boolean holds(MemberId member) {
        return waiting.containsKey(member);
    }

    /** Seats of members that were stripped on accusations: as good as vacant for the budget. */
    long chargeable(Seats seats) {
        return waiting.entrySet().stream()
                .filter(each -> each.getValue().ground.budgeted() && each.getValue().stripped)
                .filter(each -> seats.seatOf(each.getKey()).isPresent())
                .count();
    }
}
