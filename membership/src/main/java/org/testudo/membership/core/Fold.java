package org.testudo.membership.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.Convicted;
import org.testudo.kernel.notice.Judged;
import org.testudo.kernel.notice.RevocationsInForce;
import org.testudo.kernel.notice.StandbyReady;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.Standby;
import org.testudo.kernel.view.ViewRecord;

/** The commands of one slot, applied in order to a copy of the seats, each to what the last one left (GM-13). */
final class Fold {
    private final SlotDelivery slot;
    private final List<ViewRecord> records;
    private final ViewRecord present;
    private final Parts parts;
    private final Seats seats;
    private final Floor floor;
    private final Joins joins;
    private final List<MemberId> leaving = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private final List<Request> rest = new ArrayList<>();
    private Optional<RevocationsInForce> revoked = Optional.empty();

    Fold(SlotDelivery slot, Genesis genesis, List<ViewRecord> records, Parts parts) {
        this.slot = slot;
        this.records = records;
        this.parts = parts;
        present = records.get(records.size() - 1);
        seats = new Seats(present);
        floor = new Floor(parts.keys(), parts.activity());
        joins = new Joins(genesis, this, parts);
    }

    void apply() {
        slot.requests().forEach(this::apply);
        parts.revocations().settle(this);
        parts.exclusions().settle(this);
        parts.resizing().settle(this);
        parts.departures().settle(this);
        parts.exclusions().lapse(this);
        parts.departures().tell(leaving, this);
        parts.budget().settle(seats, slot.agreedTime());
        if (!seats.changes().isEmpty() || parts.keys().giveMoreVoters(seats)) {
            parts.keys().newVoters(present, seats).forEach(member -> seats.note(member + " brought view keys"));
            relieve();
        }
    }

    private void apply(Request request) {
        if (seats.unseatedNow(request.origin())) return;
        Exclusions exclusions = parts.exclusions();
        if (request.kind() == RequestClass.CONTROL) {
            request.command(present.life())
                    .filter(command -> exclusions.admits(request.origin(), command))
                    .ifPresent(command -> apply(request, command));
        } else if (!exclusions.strips(request.origin())) {
            rest.add(request);
        }
    }

    private void apply(Request request, Command command) {
        if (command instanceof Command.Report report) {
            onReport(request, report);
        } else if (command instanceof Command.Join join) {
            joins.join(request.origin(), join.viewKeys());
        } else if (command instanceof Command.Ready ready) {
            onReady(request, ready);
        } else if (command instanceof Command.Revoke revoke) {
            parts.revocations().apply(revoke, this);
        } else if (command instanceof Command.Operate operate) {
            parts.instructions().apply(operate, this, parts);
        } else if (request.origin().principal().kind() == Principal.Kind.MEMBER && seats.holds(request.origin())) {
            Occupant by = seats.occupant(request.origin().principal().member()).orElseThrow();
            if (!onAccusing(by, command)) onOwn(by, command);
        }
    }

    /** What an occupant says of others. */
    private boolean onAccusing(Occupant by, Command command) {
        if (command instanceof Command.Accuse accuse) onAccuse(by, accuse);
        else if (command instanceof Command.Convict convict) onConvict(by, convict);
        else if (command instanceof Command.Suspect suspect) onSuspect(by, suspect);
        else if (command instanceof Command.Withdraw withdraw) onWithdraw(by, withdraw);
        else return false;
        return true;
    }

    /** What an occupant asks for itself. */
    private void onOwn(Occupant by, Command command) {
        if (command instanceof Command.ViewKeys brought) parts.keys().bring(by.member(), brought);
        else if (command instanceof Command.Reactivate) onReactivate(by);
        else if (command instanceof Command.Disconnect) leave(by, false);
        else if (command instanceof Command.Retire) leave(by, true);
    }

    private void onReport(Request request, Command.Report report) {
        Optional<Occupant> target = seats.occupant(report.target());
        Instant since = target.map(this::seatedSince).orElse(Instant.MAX);
        Reports.Verdict verdict = parts.reports().judge(request.origin(), report, target, since, slot.agreedTime());
        if (verdict.exclusion().isPresent()) {
            demand(report.target(), verdict.exclusion().get());
        } else {
            notices.add(noEffect(report.target(), verdict.text()));
        }
    }

    /** Agreed time at which this incarnation took its seat. */
    private Instant seatedSince(Occupant occupant) {
        return records.stream()
                .filter(record -> record.seats(occupant.origin()))
                .findFirst()
                .map(ViewRecord::agreedTime)
                .orElse(Instant.MAX);
    }

    private void onAccuse(Occupant by, Command.Accuse command) {
        Optional<Occupant> target = seats.occupant(command.target(), command.incarnation());
        if (target.isEmpty()) return;
        List<MemberId> accusers = parts.accusations().say(by, target.get(), slot.agreedTime(), seats);
        Charge words = Charge.of(Ground.ACCUSATION, "accused by " + accusers + ": " + command.observation());
        if (accusers.size() >= seats.quorum().intersecting()) demand(command.target(), words);
        else notices.add(noEffect(command.target(), "not enough; " + words.cause()));
    }

    /**
     * Whoever is convicted of what it did in a former incarnation, or has left since, is out all the same (GM-16). False
     * evidence convicts whoever brings it.
     */
    private void onConvict(Occupant by, Command.Convict command) {
        Convictions convictions = new Convictions(records, parts.roster());
        Optional<String> cause = convictions.cause(command);
        cause.ifPresent(any -> notices.add(new Convicted(slot.slot(), command.target(), command.evidence())));
        if (cause.isPresent()) demand(command.target(), Charge.of(Ground.EVIDENCE, cause.get()));
        else notices.add(noEffect(command.target(), "the evidence convicts nobody"));
        if (convictions.isFalse(command))
            demand(by.member(), Charge.of(Ground.EVIDENCE, "evidence: brought false evidence"));
    }

    /** From the end of the slot on this CRL is in force. */
    void revoked(RevocationList list) {
        revoked = Optional.of(new RevocationsInForce(slot.slot(), list));
    }

    Judged demand(MemberId target, Charge charge) {
        Judged judged = parts.exclusions().demand(target, charge, this);
        notices.add(judged);
        return judged;
    }

    /** Whether a CRL has cut this member off that keeps its seat for want of another. */
    boolean strippedByRevocation(MemberId member) {
        return parts.exclusions().strips(member, Ground.REVOCATION);
    }

    /** Whether the policy in force excludes on such an alert (AD-11). */
    boolean actsOn(Alert alert) {
        return parts.reports().actsOn(alert);
    }

    /** Whether operators shield this member from accusations. */
    boolean pinned(MemberId member) {
        return parts.pins().has(member);
    }

    private Judged noEffect(MemberId target, String verdict) {
        return new Judged(slot.slot(), target, verdict, false);
    }

    /**
     * f+1 fresh words deactivate; then they are used up, or one correct member's slip would count again and again. They stand
     * without effect while the seats that may rest are those of the stripped (GM-17, GM-19): the ordering passes over a leader
     * that is silent all the same.
     */
    private void onSuspect(Occupant by, Command.Suspect command) {
        Optional<Occupant> target = seats.occupant(command.target(), command.incarnation());
        if (target.isEmpty() || !parts.activity().active(command.target()) || !floor.allowsView(seats)) return;
        List<MemberId> suspecting = parts.suspicions().say(by, target.get(), slot.agreedTime(), seats);
        if (suspecting.size() < seats.quorum().oneCorrect() || needed(command.target())) return;
        parts.suspicions().useUp(command.target());
        parts.activity().deactivate(command.target(), slot.agreedTime());
        seats.note(command.target() + " inactive: suspected by " + listed(suspecting));
        relieve();
    }

    private void onWithdraw(Occupant by, Command.Withdraw command) {
        seats.occupant(command.target(), command.incarnation())
                .ifPresent(target -> parts.suspicions().withdraw(by, target));
    }

    private void onReactivate(Occupant by) {
        parts.departures().withdraw(by.member());
        if (parts.exclusions().holds(by)) {
            parts.activity().caughtUp(by.member(), slot.agreedTime());
            return;
        }
        boolean possible = parts.activity().active(by.member()) || floor.allowsView(seats);
        if (possible && parts.activity().reactivate(by.member(), slot.agreedTime())) {
            seats.note(by.member() + " active again");
        }
        if (parts.activity().active(by.member())) parts.budget().refilled(by.member());
    }

    private void leave(Occupant by, boolean forGood) {
        parts.departures().wish(by.member(), by.incarnation(), forGood);
        leaving.add(by.member());
    }

    private void onReady(Request request, Command.Ready ready) {
        Principal principal = request.origin().principal();
        boolean standby = principal.kind() == Principal.Kind.MEMBER
                && parts.standbys()
                        .of(principal.member())
                        .filter(it -> it.origin().equals(request.origin()))
                        .isPresent();
        if (!standby || !parts.history().was(ready.slot(), ready.historyChain())) return;
        parts.standbys().ready(principal.member(), ready.slot());
        notices.add(new StandbyReady(principal.member(), ready.slot()));
        refill();
    }

    /** A vacant seat goes to the standby that is ready and was admitted first, in the same view change (GM-3). */
    private void refill() {
        OptionalInt vacant = seats.vacant(0);
        Optional<Standby> next = parts.standbys().next(slot.slot(), parts.keys());
        if (vacant.isEmpty() || next.isEmpty() || !floor.allowsView(seats)) return;
        parts.budget().took(Standbys.member(next.get()));
        joins.takeSeat(next.get(), vacant.getAsInt());
    }

    /** Standbys that could take a seat now, in the order of their admission. */
    List<Standby> ready() {
        return parts.standbys().ready(slot.slot(), parts.keys());
    }

    /** Whether the next view would show this occupant as inactive (GM-17). */
    boolean inactive(Occupant occupant) {
        return !parts.activity().active(occupant.member()) || !parts.keys().has(occupant.member());
    }

    /** Gives the group as many seats as this says: those that stay, and after them the newcomers' (GM-3). */
    void resize(Quorum next, List<Optional<Occupant>> stay, List<Standby> newcomers, String change) {
        seats.resize(next, stay, change);
        for (int i = 0; i < newcomers.size(); i++) joins.takeSeat(newcomers.get(i), stay.size() + i);
        relieve();
    }

    /** Whether this member's seat may fall vacant; who holds none leaves no gap, but a view uses up a key of every seat. */
    boolean mayVacate(MemberId member) {
        if (seats.seatOf(member).isEmpty()) return floor.allowsView(seats);
        return floor.allows(
                member, seats, parts.standbys().next(slot.slot(), parts.keys()).isPresent());
    }

    /** It waits to be excluded, and for no seat any more. */
    void forgetStandby(MemberId member) {
        parts.standbys().remove(member);
    }

    void exclude(MemberId member, Ground ground, String cause) {
        if (seats.seatOf(member).isPresent())
            parts.budget().vacated(member, ground.budgeted() ? Optional.of(slot.agreedTime()) : Optional.empty());
        seats.exclude(member, slot.slot(), cause);
        parts.standbys().remove(member);
        parts.pins().unpin(member);
        parts.activity().forget(member);
        refill();
    }

    /** Whether one more member may be excluded on accusations (GM-19). */
    boolean withinBudget() {
        return spent() < maxFaulty();
    }

    /** What an operator is told of an accusation beyond the budget. */
    String beyondBudget() {
        return Budget.SPENT + " (vacant, stripped or newly taken seats: " + spent() + " of " + maxFaulty() + ")";
    }

    private long spent() {
        return parts.budget().spent(seats, parts.exclusions(), slot.agreedTime());
    }

    /** Takes a member out of the rotation, within the bound (GM-17); false if that is not possible now. */
    boolean rest(MemberId member, String why) {
        if (!parts.activity().active(member)) return true;
        if (!floor.allowsView(seats) || needed(member)) return false;
        parts.activity().deactivate(member, slot.agreedTime());
        seats.note(member + " inactive: " + why);
        relieve();
        return true;
    }

    private boolean needed(MemberId member) {
        return parts.activity().needed(member, seats, parts.keys(), parts.exclusions());
    }

    /** What this member has said of others counts no more. */
    void silence(MemberId member) {
        parts.accusations().silence(member);
        parts.suspicions().silence(member);
    }

    void retire(MemberId member) {
        parts.budget().vacated(member, Optional.empty());
        seats.vacate(member, member + " retired");
        refill();
    }

    /** Whether it could go now, or has gone: to go again makes no view, and wears out nobody's view keys. */
    boolean disconnect(MemberId member) {
        if (parts.activity().gone(member)) return true;
        if (!floor.allows(member, seats, false)) return false;
        parts.activity().disconnect(member, slot.agreedTime());
        Optional<MemberId> back = relieved();
        if (back.equals(Optional.of(member))) return true; // nobody else may lead in its place: no view
        seats.note(member + " disconnected");
        back.ifPresent(this::reactivated);
        relieve();
        return true;
    }

    /** At most f occupied seats are inactive: a further one reactivates the longest (GM-17). */
    void relieve() {
        for (Optional<MemberId> next = relieved(); next.isPresent(); next = relieved()) reactivated(next.get());
    }

    private void reactivated(MemberId member) {
        parts.suspicions().useUp(member);
        seats.note(member + " active again: too many are not");
    }

    private Optional<MemberId> relieved() {
        return parts.activity().relieved(seats, parts.keys(), parts.exclusions(), slot.agreedTime());
    }

    private static String listed(List<MemberId> members) {
        return String.join(", ", members.stream().map(MemberId::name).toList());
    }

    long slot() {
        return slot.slot();
    }

    Instant agreedTime() {
        return slot.agreedTime();
    }

    /** The views up to the one in force, oldest first. */
    List<ViewRecord> records() {
        return records;
    }

    Seats seats() {
        return seats;
    }

    Floor floor() {
        return floor;
    }

    void tell(Notice notice) {
        notices.add(notice);
    }

    List<Notice> notices() {
        return notices;
    }

    List<Request> rest() {
        return rest;
    }

    /** Another CRL that is in force after the slot. */
    Optional<RevocationsInForce> revoked() {
        return revoked;
    }

    int maxFaulty() {
        return seats.quorum().maxFaulty();
    }
}
