package org.testudo.membership.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.AtTheFloor;
import org.testudo.kernel.notice.Judged;
import org.testudo.kernel.notice.Stripped;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Demands to exclude, and what becomes of those that cannot have their effect yet (GM-18, GM-19). Beyond the budget, and
 * at the floor, an accusation is pending: its target rests. A member that is convicted, revoked or named by operators is
 * stripped while the floor keeps it: it rests for good, nothing that it asks for is done, its votes count. Replicated state, at most one entry per
 * name of the roster.
 */
final class Exclusions {
    /** Reports of one member that are kept while it waits: each may be the only one on which a later policy acts. */
    static final int MOST_REPORTS = 8;

    /**
     * An exclusion that waits.
     *
     * @param charges why, at least one; several are reports, oldest first, and the first is the one that is told of
     * @param incarnation of its target; an accusation that waits is void with it (GM-20); 0 without a seat
     * @param stripped whether it is decided and waits for the floor alone; else it is an accusation
     * @param rested whether its target was made inactive while it is pending; it is once, or each slot would undo
     *     what relieves it
     */
    private record Case(List<Charge> charges, long incarnation, boolean stripped, boolean rested) {
        Ground ground() {
            return charges.get(0).ground();
        }

        String cause() {
            return charges.get(0).cause();
        }

        Case decided() {
            return new Case(charges, incarnation, true, rested);
        }

        Case resting() {
            return new Case(charges, incarnation, stripped, true);
        }

        /** With one more report; at the bound the older ones stay. */
        Case and(Charge report) {
            if (charges.contains(report) || charges.size() == MOST_REPORTS) return this;
            List<Charge> all = new ArrayList<>(charges);
            all.add(report);
            return new Case(all, incarnation, stripped, rested);
        }

        /** What is left of it: nothing if it is no accusation of who sits there, or counts no more. */
        Optional<Case> standing(MemberId target, Fold fold) {
            if (stripped) return Optional.of(this);
            if (fold.seats().occupant(target, incarnation).isEmpty()) return Optional.empty();
            List<Charge> counting =
                    charges.stream().filter(each -> each.counts(target, fold)).toList();
            return counting.isEmpty() ? Optional.empty() : Optional.of(new Case(counting, incarnation, false, rested));
        }

        static Case read(WireReader in) throws MalformedException {
            List<Charge> charges = in.readList(MOST_REPORTS, Charge::read);
            if (charges.isEmpty()) throw new MalformedException("an exclusion waits without a cause");
            return new Case(charges, in.readCount(), in.readBoolean(), in.readBoolean());
        }

        void write(WireWriter out) {
            out.writeList(charges, Charge::write);
            out.writeLong(incarnation).writeBoolean(stripped).writeBoolean(rested);
        }
    }

    private final Map<MemberId, Case> waiting = new LinkedHashMap<>();

    /** Its part of a checkpoint (AB-23). */
    void write(WireWriter out) {
        out.writeList(
                List.copyOf(waiting.entrySet()),
                (each, to) -> each.getValue().write(to.writeText(each.getKey().name())));
    }

    void restore(WireReader in) throws MalformedException {
        waiting.clear();
        in.readList(Parts.MOST, each -> waiting.put(Origin.readMember(each), Case.read(each)) == null);
    }

    /** Excludes the member in this slot, or has it wait. Who holds no seat leaves no gap. */
    Judged demand(MemberId target, Charge charge, Fold fold) {
        boolean budgeted = charge.ground().budgeted();
        if (budgeted && fold.pinned(target))
            return judged(target, "pinned by operators; " + charge.cause(), false, fold);
        if (fold.seats().excluded(target)) return judged(target, "already out; " + charge.cause(), false, fold);
        lapse(fold);
        Case before = waiting.get(target);
        Case asked = new Case(List.of(charge), incarnation(target, fold.seats()), false, false);
        if (!strips(target) && budgeted && !mayGo(target, fold)) return pend(target, asked, fold);
        boolean stronger = before == null || (before.ground().budgeted() && !budgeted);
        return carryOut(target, stronger ? asked : before, fold);
    }

    /** GM-19: for one that is merely accused there has to be room in the budget, and its seat has to be spared. */
    private static boolean mayGo(MemberId accused, Fold fold) {
        return fold.withinBudget() && fold.mayVacate(accused);
    }

    private Judged pend(MemberId target, Case asked, Fold fold) {
        waiting.merge(target, asked, Exclusions::firmer);
        rest(target, fold);
        String why = fold.withinBudget() ? fold.floor().why(fold.seats()) : fold.beyondBudget();
        return judged(target, "pending, since " + why + ": " + asked.cause(), false, fold);
    }

    /** The word of a quorum stands also when the sensor does not count any more that spoke first. */
    private static Case firmer(Case before, Case asked) {
        if (before.ground() != Ground.REPORT) return before;
        if (asked.ground() == Ground.REPORT) return before.and(asked.charges().get(0));
        return before.rested() ? asked.resting() : asked;
    }

    private Judged carryOut(MemberId target, Case due, Fold fold) {
        if (fold.mayVacate(target)) {
            waiting.remove(target);
            fold.exclude(target, due.ground(), due.cause());
            return judged(target, "excluded: " + due.cause(), true, fold);
        }
        Case before = waiting.put(target, due.decided());
        fold.forgetStandby(target);
        boolean seated = fold.seats().seatOf(target).isPresent();
        if (seated) strip(target, due.cause(), before != null && before.stripped, fold);
        String word = seated ? "stripped" : "waits";
        return judged(target, word + ", since " + fold.floor().why(fold.seats()) + ": " + due.cause(), false, fold);
    }

    private void strip(MemberId target, String cause, boolean again, Fold fold) {
        if (!again) {
            fold.tell(new Stripped(fold.slot(), target, cause));
            fold.silence(target);
        }
        rest(target, fold);
    }

    /** Who is stripped rests whenever it does not; who is pending, once. */
    private void rest(MemberId target, Fold fold) {
        Case due = waiting.get(target);
        if (due.rested && !due.stripped) return;
        boolean rests = fold.rest(target, (due.stripped ? "stripped, " : "accused, ") + due.cause());
        if (rests) waiting.put(target, due.resting());
    }

    private static Judged judged(MemberId target, String verdict, boolean effective, Fold fold) {
        return new Judged(fold.slot(), target, verdict, effective);
    }

    private static long incarnation(MemberId target, Seats seats) {
        return seats.occupant(target).map(Occupant::incarnation).orElse(0L);
    }

    /**
     * An accusation was said of one incarnation, and is void when that sits no more (GM-20); a report also when its sensor does
     * not watch that seat any more, or the policy in force would not act on it any more.
     */
    void lapse(Fold fold) {
        for (MemberId each : waiting()) {
            waiting.computeIfPresent(
                    each, (target, due) -> due.standing(target, fold).orElse(null));
        }
    }

    /** Excludes those that need not wait any longer, the decided first; who has to waits on, out of the rotation. */
    void settle(Fold fold) {
        lapse(fold);
        List<MemberId> decidedFirst = waiting().stream()
                .sorted(Comparator.comparing(member -> !waiting.get(member).stripped))
                .toList();
        for (MemberId member : decidedFirst) settle(member, waiting.get(member), fold);
    }

    private void settle(MemberId member, Case due, Fold fold) {
        boolean goes = due.stripped ? fold.mayVacate(member) : mayGo(member, fold);
        if (goes) fold.tell(carryOut(member, due, fold));
        else if (fold.seats().seatOf(member).isPresent()) rest(member, fold);
    }

    /** Operators have pinned this member: what waits on accusations alone does not happen. */
    void spare(MemberId member) {
        Case due = waiting.get(member);
        if (due != null && due.ground().budgeted()) waiting.remove(member);
    }

    /** What waits, for people: for the floor, and accusations for the budget if that is spent. */
    List<AtTheFloor.Waiting> atTheFloor(String why, boolean withinBudget) {
        return waiting.entrySet().stream()
                .map(each -> new AtTheFloor.Waiting(
                        true,
                        each.getKey(),
                        Wording.plain(each.getValue().cause(), Exclusion.MAX_CAUSE),
                        each.getValue().stripped || withinBudget ? why : Budget.SPENT,
                        each.getValue().stripped))
                .toList();
    }

    /** Members that are to be excluded and wait, for the floor or for the budget. */
    List<MemberId> waiting() {
        return List.copyOf(waiting.keySet());
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

    /** The slot without what stripped members ask for. */
    SlotDelivery heard(SlotDelivery slot) {
        if (slot.requests().stream().noneMatch(request -> strips(request.origin()))) return slot;
        return slot.with(slot.requests().stream()
                .filter(request -> !strips(request.origin()))
                .toList());
    }

    /**
     * Whether this may be asked for by this origin: by one that is stripped only that its votes go on to count, and to go; and
     * what operators tell, which they have signed, whoever brings it (GM-24).
     */
    boolean admits(Origin origin, Command command) {
        return !strips(origin)
                || command instanceof Command.ViewKeys
                || command instanceof Command.Join
                || command instanceof Command.Reactivate
                || command instanceof Command.Disconnect
                || command instanceof Command.Retire
                || command instanceof Command.Operate;
    }

    /** Whether it is stripped on this ground. */
    boolean strips(MemberId member, Ground ground) {
        return strips(member) && waiting.get(member).ground() == ground;
    }

    /** Whether its own word does not bring it back into the rotation. */
    boolean holds(Occupant occupant) {
        Case due = waiting.get(occupant.member());
        return due != null && (due.stripped || due.incarnation == occupant.incarnation());
    }
}
