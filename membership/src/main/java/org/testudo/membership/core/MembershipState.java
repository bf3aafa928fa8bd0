package org.testudo.membership.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.Invariant;
import org.testudo.kernel.command.Announcement;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Instruction;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.AtTheFloor;
import org.testudo.kernel.notice.InstructionsInForce;
import org.testudo.kernel.notice.RevocationsInForce;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.view.Charter;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Rotation;
import org.testudo.kernel.view.Standby;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * The replicated state of the membership: a function of genesis and delivered slots alone (G-2). It is given position, agreed
 * time and requests, never the time of day.
 */
final class MembershipState {
    private final Genesis genesis;
    private final List<ViewRecord> records = new ArrayList<>();
    private final Parts parts;

    /** Begins in view 0: that of a group that has yet to form, or of a life that is given. */
    MembershipState(Genesis genesis, ViewRecord first, Policy policy) {
        this.genesis = genesis;
        records.add(first);
        parts = Parts.begin(genesis, policy);
        first.occupants().forEach(it -> parts.incarnations().began(it.member(), it.incarnation()));
    }

    /** @throws IllegalArgumentException if the genesis holds no readable policy */
    static MembershipState of(Genesis genesis, ViewRecord first) {
        try {
            return new MembershipState(genesis, first, WireReader.whole(genesis.policy(), Policy::read));
        } catch (MalformedException e) {
            throw new IllegalArgumentException(
                    "genesis: its attack policy cannot be read (" + e.getMessage() + "); encode one of this version",
                    e);
        }
    }

    /** Whether this is for the membership. */
    static boolean isCommand(Request request) {
        return request.kind() == RequestClass.CONTROL || request.kind() == RequestClass.FORMATION;
    }

    /** Whether a seat of this view was this start's, with a key: only such sign the view after it (GM-12, GM-23). */
    static boolean voted(Origin start, ViewRecord ended) {
        Optional<Occupant> seat = ended.occupant(start.principal().member());
        if (ended.life().forming())
            return seat.filter(it -> it.statementKey().equals(start.key())).isPresent();
        return ended.seats(start) && seat.flatMap(Occupant::viewKey).isPresent();
    }

    /** Whether the group's life was given, and not formed (GM-21). */
    boolean givenLife() {
        return !first().life().forming();
    }

    /** What becomes of starts of members. */
    Starts starts() {
        return new Starts(this, parts.roster());
    }

    /** Whether the view that took the seat of this start has fewer seats than the one before: operators have let it go (GM-3). */
    boolean letGo(Origin start) {
        int last = records.size() - 1;
        while (last > 0 && !records.get(last).seats(start)) last--;
        boolean went = last > 0 && last < records.size() - 1;
        return went
                && records.get(last + 1).seats().size()
                        < records.get(last).seats().size();
    }

    /** The view in force. */
    ViewRecord record() {
        return records.get(records.size() - 1);
    }

    /** View 0. */
    ViewRecord first() {
        return records.get(0);
    }

    /** The view before the one in force; the one in force if it is the first. */
    ViewRecord recordBefore() {
        return records.get(Math.max(0, records.size() - 2));
    }

    /** How many announced keys of a member no view has used. */
    int keysLeft(MemberId member) {
        return parts.keys().left(member);
    }

    /** How many keys a member's present start has announced in all. */
    long keysBrought(MemberId member) {
        return parts.keys().brought(member);
    }

    /** Members whose exclusion waits, for the floor or for the budget (GM-18, GM-19). */
    List<MemberId> waiting() {
        return parts.exclusions().waiting();
    }

    /** What waits at the floor, for people (GM-18). */
    AtTheFloor atTheFloor() {
        String why = Floor.why(record().quorum());
        List<AtTheFloor.Waiting> all = new ArrayList<>(parts.exclusions().atTheFloor(why, withinBudget()));
        all.addAll(parts.departures().atTheFloor(why));
        return new AtTheFloor(all, parts.resizing().waiting());
    }

    /** As of the last slot with commands, after which the budget has forgotten what counts no more. */
    private boolean withinBudget() {
        long spent = parts.budget().spent(new Seats(record()), parts.exclusions(), record().agreedTime());
        return spent < record().quorum().maxFaulty();
    }

    /** Whether nothing that this member asks for is done any more, for it is to be excluded (GM-19). */
    boolean stripped(MemberId member) {
        return parts.exclusions().strips(member);
    }

    /** Whether its own word does not bring this member back into the rotation (GM-19). */
    boolean held(MemberId member) {
        return record().occupant(member).filter(parts.exclusions()::holds).isPresent();
    }

    /** Whether the place that this member has taken is refilled only when it says that it is active (GM-19). */
    boolean newcomer(MemberId member) {
        return parts.budget().awaits(member);
    }

    /** The CRL in force (SICP-11). */
    RevocationList revocations() {
        return parts.revocations().inForce();
    }

    /** What other layers go by from the end of this slot on. */
    List<Notice> inForce(long slot) {
        return List.of(new RevocationsInForce(slot, revocations()), instructed(slot));
    }

    private InstructionsInForce instructed(long slot) {
        return new InstructionsInForce(
                slot,
                parts.instructions().last(),
                parts.pins().members(),
                parts.reports().policy(),
                parts.roster().pardoned());
    }

    /** Whether this instruction could still have its turn. */
    boolean awaits(Instruction brought) {
        return brought.number() > parts.instructions().last();
    }

    /** Whether this CRL would be in force if it were ordered next; until it is, it is in force nowhere. */
    boolean awaits(RevocationList brought) {
        return brought.number() > parts.revocations().inForce().number();
    }

    /** The latest start of a member that was seated or admitted; 0 if none was (GM-23). */
    long latestStart(MemberId member) {
        return parts.incarnations().latest(member);
    }

    /** Whether a member has asked to go and may not yet. */
    boolean departing(MemberId member) {
        return parts.departures().waits(member);
    }

    /** Whether it is in the rotation, as far as it can vote (GM-17). */
    boolean active(MemberId member) {
        return parts.activity().active(member);
    }

    /** Whether it has gone for a while. */
    boolean disconnected(MemberId member) {
        return parts.activity().disconnected(member);
    }

    /** Whether it has been seated and has not yet said that it has caught up. */
    boolean joining(MemberId member) {
        return parts.activity().joining(member);
    }

    /** The agreed time before which a member is neither reactivated nor seated again. */
    Instant notBefore(MemberId member) {
        return parts.activity().notBefore(member);
    }

    /** The agreed time at which one occupant last suspected another; null if no such word stands. */
    Instant suspected(Occupant by, Occupant target) {
        return parts.suspicions().said(by, target);
    }

    /** The admitted standby of this name. */
    Optional<Standby> standby(MemberId member) {
        return parts.standbys().of(member);
    }

    /** The slot up to which a standby last said that it is ready; -1 if it never did. */
    long readyAt(MemberId member) {
        return parts.standbys().readyAt(member);
    }

    /** The last slot with the history chain at it; null before the first. */
    Map.Entry<Long, Digest> last() {
        return parts.history().last();
    }

    /** A slot without any command; what is left of it is for the layers above. */
    SlotDelivery passed(SlotDelivery slot) {
        Invariant.check(slot.view() == record().id(), "slot %s of view %s in %s", slot.slot(), slot.view(), record());
        parts.history().passed(slot);
        return parts.exclusions().heard(slot);
    }

    /** The membership's share of a checkpoint after the last slot that it has seen. */
    Snapshot share() {
        return Snapshot.of(WireWriter.bytes(out -> {
            record().digest().write(out);
            parts.write(out);
        }));
    }

    /**
     * Goes on in another member's state, which a quorum has signed, through certified views that came about in slots which
     * this member is not told any more.
     */
    void restore(List<ViewCertificate> passed, Snapshot share) throws MalformedException {
        passed.forEach(each -> follow(each.record()));
        WireReader.whole(share.content(), in -> {
            if (!Digest.read(in).equals(record().digest())) throw new MalformedException("it is of another view");
            parts.restore(in);
            return true;
        });
    }

    private void follow(ViewRecord next) {
        Invariant.check(next.previous().equals(record().digest()), "view %s does not follow", next.id());
        records.add(next);
    }

    /** Applies the commands of one slot in order, each to the state that the last one left; at most one view follows. */
    Outcome apply(SlotDelivery slot) {
        passed(slot);
        if (record().life().forming()) return form(slot);
        Fold fold = new Fold(slot, genesis, records, parts);
        InstructionsInForce before = instructed(slot.slot());
        fold.apply();
        List<Notice> inForce = new ArrayList<>();
        fold.revoked().ifPresent(inForce::add);
        if (!instructed(slot.slot()).equals(before)) inForce.add(instructed(slot.slot()));
        Optional<ViewRecord> next = reason(fold).map(reason -> next(slot, fold.seats(), reason));
        next.ifPresent(record -> install(record, fold.seats()));
        return new Outcome(next, fold.notices(), slot.with(fold.rest()), inForce);
    }

    /** In a life that was given, view 1 begins when every seat has brought its keys. */
    private Optional<String> reason(Fold fold) {
        List<String> changes = fold.seats().changes();
        boolean began = record().id() == 0
                && changes.isEmpty()
                && fold.seats().occupants().stream()
                        .allMatch(occupant -> parts.keys().has(occupant.member()));
        if (began) return Optional.of("every seat brought its view keys");
        return changes.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", changes));
    }

    private ViewRecord next(SlotDelivery last, Seats seats, String reason) {
        List<Optional<Occupant>> turned = seats.with(this::turned);
        return record(last, record().life(), turned, seats, Wording.plain(reason, ViewRecord.MAX_REASON));
    }

    /** The occupant with its key for the next view. One without an announced key is inactive in it and cannot vote. */
    private Occupant turned(Occupant occupant) {
        var key = parts.keys().use(occupant.member());
        boolean active = key.isPresent() && parts.activity().active(occupant.member());
        return occupant.withViewKey(key).withActive(active);
    }

    /** View 1 of the life that the starts in the one command of view 0 form (GM-21). */
    private Outcome form(SlotDelivery slot) {
        Optional<Command.Form> formed = slot.requests().stream()
                .filter(request -> request.kind() == RequestClass.FORMATION)
                .flatMap(request -> Forming.asked(request, genesis, record()).stream())
                .findFirst();
        Optional<ViewRecord> next = formed.map(form -> first(slot, form));
        next.ifPresent(records::add);
        boolean goesOn = next.isPresent() && genesis.recovered().isPresent();
        return new Outcome(next, List.of(), slot.with(List.of()), goesOn ? inForce(slot.slot()) : List.of());
    }

    private ViewRecord first(SlotDelivery last, Command.Form form) {
        for (Announcement start : form.starts()) {
            MemberId founder = start.origin().principal().member();
            parts.incarnations().began(founder, start.origin().incarnation());
            parts.keys().begin(founder, start.viewKeys());
        }
        List<Optional<Occupant>> seats = Joins.formed(genesis, form).stream()
                .map(seat -> seat.map(this::watched).map(this::turned))
                .toList();
        List<String> names = form.starts().stream()
                .map(start -> start.origin().principal().name())
                .toList();
        GroupLife life = form.life(record().life());
        String from =
                genesis.recovered().map(it -> "; " + it.statement().describe()).orElse("");
        String reason = "formed by " + String.join(", ", names) + from;
        return record(last, life, seats, new Seats(record()), Wording.plain(reason, ViewRecord.MAX_REASON));
    }

    /** Not by a sensor that was revoked in the life that this one goes on from. */
    private Occupant watched(Occupant occupant) {
        return occupant.withSensors(
                parts.revocations().watching(genesis.onRoster(occupant.member()).orElseThrow()));
    }

    private ViewRecord record(
            SlotDelivery last, GroupLife life, List<Optional<Occupant>> seats, Seats edited, String reason) {
        ViewRecord ended = record();
        return new ViewRecord(
                ended.id() + 1,
                life,
                last.slot() + 1,
                Rotation.startOfNext(ended, last.birthEpoch(), seats),
                last.historyChain(),
                ended.digest(),
                edited.quorum(),
                ended.versions(),
                last.agreedTime(),
                seats,
                parts.standbys().shown(last.slot()),
                edited.exclusions(),
                charter(),
                reason);
    }

    private Charter charter() {
        return genesis.charter(parts.roster().all(), parts.reports().policy().encode());
    }

    private void install(ViewRecord next, Seats seats) {
        records.add(next);
        List<MemberId> seated = next.occupants().stream().map(Occupant::member).toList();
        parts.keys()
                .retain(Stream.concat(seated.stream(), parts.standbys().members().stream())
                        .toList());
        parts.accusations().retain(seats);
        parts.suspicions().retain(seats);
        parts.reports().retain(next.occupants());
        check(next);
    }

    private void check(ViewRecord next) {
        long voters = next.occupants().stream()
                .filter(occupant -> occupant.viewKey().isPresent())
                .count();
        long inactive =
                next.occupants().stream().filter(occupant -> !occupant.active()).count();
        boolean mute = voters < next.occupants().size();
        long stripped = next.occupants().stream()
                .filter(occupant -> stripped(occupant.member()))
                .count();
        long bound = Math.max(next.quorum().maxFaulty(), stripped);
        Invariant.check(voters >= next.quorum().intersecting(), "view %s has %s voters", next.id(), voters);
        Invariant.check(mute || inactive <= bound, "view %s has %s inactive", next.id(), inactive);
    }
}
