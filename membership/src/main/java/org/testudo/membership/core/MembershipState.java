package org.testudo.membership.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.Invariant;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.Judged;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Rotation;
import org.testudo.kernel.view.ViewRecord;

/**
 * The replicated state of the membership: a function of genesis and delivered slots alone (G-2). It is given position, agreed
 * time and requests, never the time of day.
 */
final class MembershipState {
    private final List<ViewRecord> records = new ArrayList<>();
    private final ViewKeys keys = new ViewKeys();
    private final Accusations accusations;
    private final Exclusions exclusions;
    private final Reports reports;

    MembershipState(ViewRecord first, Policy policy) {
        records.add(first);
        accusations = new Accusations(first.quorum());
        exclusions = new Exclusions(first.quorum());
        reports = new Reports(policy);
    }

    /** The view in force. */
    ViewRecord record() {
        return records.get(records.size() - 1);
    }

    /** The view before the one in force; the one in force if it is the first. */
    ViewRecord recordBefore() {
        return records.get(Math.max(0, records.size() - 2));
    }

    /** How many announced keys of a member no view has used. */
    int keysLeft(MemberId member) {
        return keys.left(member);
    }

    /** Members whose exclusion waits at the floor (GM-18). */
    List<MemberId> waiting() {
        return exclusions.waiting();
    }

    /** Applies the commands of one slot in order, each to the state that the last one left; at most one view follows. */
    Outcome apply(SlotDelivery slot) {
        Invariant.check(slot.view() == record().id(), "slot %s of view %s in %s", slot.slot(), slot.view(), record());
        Fold fold = new Fold(slot, new Seats(record()));
        slot.requests().forEach(fold::apply);
        fold.judged.addAll(exclusions.settle(slot.slot(), fold.seats, keys));
        Optional<ViewRecord> next = fold.reason().map(reason -> next(slot, fold.seats, reason));
        next.ifPresent(record -> install(record, fold.seats));
        SlotDelivery rest = new SlotDelivery(
                slot.slot(), slot.view(), slot.birthEpoch(), slot.agreedTime(), slot.historyChain(), fold.rest);
        return new Outcome(next, fold.judged, rest);
    }

    private ViewRecord next(SlotDelivery last, Seats seats, String reason) {
        ViewRecord ended = record();
        List<Optional<Occupant>> turned = seats.with(keys::turned);
        return new ViewRecord(
                ended.id() + 1,
                ended.life(),
                last.slot() + 1,
                Rotation.startOfNext(ended, last.birthEpoch(), turned),
                last.historyChain(),
                ended.digest(),
                ended.quorum(),
                ended.versions(),
                last.agreedTime(),
                turned,
                ended.standbys(),
                seats.exclusions(),
                ended.charter(),
                Wording.plain(reason, ViewRecord.MAX_REASON));
    }

    private void install(ViewRecord next, Seats seats) {
        records.add(next);
        keys.retain(next.occupants().stream().map(Occupant::member).toList());
        accusations.retain(seats);
        reports.retain(next.occupants());
        long voters = next.occupants().stream()
                .filter(occupant -> occupant.viewKey().isPresent())
                .count();
        Invariant.check(voters >= next.quorum().intersecting(), "view %s has %s voters", next.id(), voters);
    }

    /** Agreed time at which this incarnation took its seat. */
    private Instant seatedSince(Occupant occupant) {
        return records.stream()
                .filter(record -> record.seats(occupant.origin()))
                .findFirst()
                .map(ViewRecord::agreedTime)
                .orElse(Instant.MAX);
    }

    /** The commands of one slot, applied to a copy of the seats. */
    private final class Fold {
        private final SlotDelivery slot;
        private final Seats seats;
        private final List<Judged> judged = new ArrayList<>();
        private final List<Request> rest = new ArrayList<>();

        Fold(SlotDelivery slot, Seats seats) {
            this.slot = slot;
            this.seats = seats;
        }

        void apply(Request request) {
            if (seats.excludedNow(request.origin())) return;
            if (request.kind() != RequestClass.CONTROL) rest.add(request);
            else request.command(record().life()).ifPresent(command -> apply(request, command));
        }

        private void apply(Request request, Command command) {
            if (command instanceof Command.Report report) {
                onReport(request, report);
                return;
            }
            Principal principal = request.origin().principal();
            if (principal.kind() != Principal.Kind.MEMBER || !seats.holds(request.origin())) return;
            if (command instanceof Command.ViewKeys brought) keys.bring(principal.member(), brought);
            else if (command instanceof Command.Accuse accuse) onAccuse(principal.member(), accuse);
            else if (command instanceof Command.Convict convict) onConvict(convict);
        }

        private void onReport(Request request, Command.Report report) {
            Optional<Occupant> target = seats.occupant(report.target());
            Instant since = target.map(MembershipState.this::seatedSince).orElse(Instant.MAX);
            Reports.Verdict verdict = reports.judge(request.origin(), report, target, since, slot.agreedTime());
            if (verdict.exclusion().isPresent()) {
                demand(report.target(), verdict.exclusion().get());
            } else {
                judged.add(noEffect(report.target(), verdict.text()));
            }
        }

        private void onAccuse(MemberId by, Command.Accuse command) {
            Optional<Occupant> target = seats.occupant(command.target(), command.incarnation());
            if (target.isEmpty()) return;
            Occupant accuser = seats.occupant(by).orElseThrow();
            List<MemberId> accusers = accusations.accuse(accuser, target.get(), slot.agreedTime(), seats);
            String words = "accused by " + accusers + ": " + command.observation();
            if (accusations.enough(accusers)) demand(command.target(), words);
            else judged.add(noEffect(command.target(), "not enough; " + words));
        }

        private void onConvict(Command.Convict command) {
            if (seats.occupant(command.target(), command.incarnation()).isEmpty()) return;
            Optional<String> cause = Convictions.cause(command, records);
            if (cause.isPresent()) demand(command.target(), cause.get());
            else judged.add(noEffect(command.target(), "the evidence convicts nobody"));
        }

        private void demand(MemberId target, String cause) {
            judged.add(exclusions.demand(slot.slot(), target, cause, seats, keys));
        }

        private Judged noEffect(MemberId target, String verdict) {
            return new Judged(slot.slot(), target, verdict, false);
        }

        /** Why a view follows this slot; empty if none does. */
        Optional<String> reason() {
            List<String> reasons = new ArrayList<>();
            for (Exclusion each : seats.newExclusions()) reasons.add(each.member() + " excluded, " + each.cause());
            if (record().id() == 0 && allBroughtKeys()) reasons.add("every seat brought its view keys");
            if (record().id() > 0 && moreVoters()) {
                voiceless().forEach(member -> reasons.add(member + " brought view keys"));
            }
            return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
        }

        private boolean allBroughtKeys() {
            return seats.occupants().stream().allMatch(occupant -> keys.has(occupant.member()));
        }

        /** No seat gets its voice at the price of another's: a view uses up a key of every seat. */
        private boolean moreVoters() {
            long present = seats.occupants().stream()
                    .filter(occupant -> occupant.viewKey().isPresent())
                    .count();
            long next = seats.occupants().stream()
                    .filter(occupant -> keys.has(occupant.member()))
                    .count();
            return next > present;
        }

        /** Occupants that have no key in this view and would have one in the next. */
        private List<MemberId> voiceless() {
            return seats.occupants().stream()
                    .filter(occupant -> occupant.viewKey().isEmpty() && keys.has(occupant.member()))
                    .map(Occupant::member)
                    .toList();
        }
    }
}
