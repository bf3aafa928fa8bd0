package org.testudo.membership.joint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.ViewCertified;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Check;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Outsider;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Submission;
import org.testudo.simulator.Violation;

/** Properties of ordering and membership together. */
final class JointChecks {
    static final String CLIENTS = "clients are served";
    static final String REPORTED = "the reported are out";
    static final String STAY_OUT = "excluded stays out";
    static final String QUORUM = "quorum never weakened";
    static final String LEAD = "the lead is not handed back";
    static final String BOUNDED = "bounded state";
    static final String ROTATION = "few are inactive";
    static final String BACK = "everybody is back";
    static final String UNHEARD = "the revoked are not heard";
    static final String DAMPED = "flapping is damped";
    static final String SHORT = "no correct member rests in the calm";
    static final String ONE_CRL = "one CRL is in force";
    static final String OPERATORS = "operators are obeyed once";
    static final String CERTIFIED = "views are certified";

    private JointChecks() {}

    /** What a client handed to a live member is delivered by all live members. */
    static Check clientsAreServed() {
        return Check.awaiting(CLIENTS, Clients::new);
    }

    /** Whom its own sensor caught in the act is excluded in the end. */
    static Check theReportedAreOut() {
        return Check.awaiting(REPORTED, Reported::new);
    }

    /** See {@link StayOut} (GM-6). */
    static Check excludedStaysOut() {
        return Check.of(STAY_OUT, StayOut::new);
    }

    /** See {@link QuorumNeverWeakened} (G-4, GM-1, GM-18). */
    static Check quorumNeverWeakened() {
        return Check.of(QUORUM, QuorumNeverWeakened::new);
    }

    /** Whoever conspires: at most f occupied seats are out of the rotation (GM-17). */
    static Check fewAreInactive() {
        return Check.of(ROTATION, run -> new Rotation());
    }

    /** Every live member that is not excluded sits in the end, by its present start, and is active (GM-3, GM-17). */
    static Check everybodyIsBack() {
        return Check.awaiting(BACK, Back::new);
    }

    /** However often a member comes and goes, that makes no more views than this (GM-17). */
    static Check flappingIsDamped(int mostViews) {
        return Check.of(DAMPED, run -> new Damped(mostViews));
    }

    /**
     * From some time after the calm on no correct member that is there is deactivated, whatever the faulty say of it; looked at
     * until then.
     */
    static Check noCorrectMemberRests(Duration from, Duration until) {
        return Check.awaiting(SHORT, run -> new Rests(run, from, until));
    }

    /** Every view that a live member installs is certified to it in the end, by distinct seats (GM-12). */
    static Check viewsAreCertified() {
        return Check.awaiting(CERTIFIED, Certified::new);
    }

    /** No correct core holds more than this many entries, whatever the faulty send; looked at now and then. */
    static Check boundedState(int limit) {
        return Check.of(BOUNDED, run -> new Bounded(run, limit));
    }

    /** A view starts with the leader of the epoch in which its predecessor's last slot was born, or the next (AB-17). */
    static Check theLeadIsNotHandedBack() {
        return Check.of(LEAD, run -> new Lead());
    }

    /** Computes the start seat by itself, from what was delivered. */
    private static final class Lead implements Observer {
        private final Map<SimulatedMember, SlotDelivery> last = new HashMap<>();

        @Override
        public void delivered(SimulatedMember member, SlotDelivery slot) {
            last.put(member, slot);
        }

        @Override
        public void installed(SimulatedMember member, ViewRecord view) {
            if (!member.correct() || view.id() == 0) return;
            ViewRecord before = member.views().get((int) view.id() - 1);
            // A member that was given a state has not seen the slots between; the record is the one that others have
            // checked.
            if (last.get(member).slot() != view.firstSlot() - 1) return;
            List<Integer> turns = turnsFrom(before, before.startSeat());
            int led = turns.get((int) (last.get(member).birthEpoch() % turns.size()));
            int due = turnsFrom(view, now(before, led, view)).get(0);
            if (view.startSeat() != due) {
                throw new Violation(
                        LEAD, "view " + view.id() + " starts with seat " + view.startSeat() + ", not " + due);
            }
        }

        /** The number that a seat has now: of another size seats may have others, and some are gone (GM-3). */
        private static int now(ViewRecord before, int led, ViewRecord view) {
            if (view.seats().size() == before.seats().size()) return led;
            int seat = led;
            while (before.seats().get(seat).isEmpty()
                    || view.seatOf(before.seats().get(seat).get().member()).isEmpty())
                seat = (seat + 1) % before.seats().size();
            return view.seatOf(before.seats().get(seat).get().member()).getAsInt();
        }

        /** The active seats from there on, then all occupied ones. */
        private static List<Integer> turnsFrom(ViewRecord view, int start) {
            List<Integer> turns = new ArrayList<>();
            for (boolean active : new boolean[] {true, false}) {
                for (int i = start; i < start + view.seats().size(); i++) {
                    int seat = i % view.seats().size();
                    Optional<Occupant> occupant = view.seats().get(seat);
                    if (occupant.isPresent() && (occupant.get().active() || !active)) turns.add(seat);
                }
            }
            return turns;
        }
    }

    private static final class Bounded implements Observer {
        private static final int INTERVAL = 2_000;

        private final Run run;
        private final int limit;

        Bounded(Run run, int limit) {
            this.run = run;
            this.limit = limit;
        }

        @Override
        public boolean watchesSteps() {
            return true;
        }

        @Override
        public void stepped(SimulatedMember member, int layer) {
            if (member.correct() && member.steps() % INTERVAL == 0) check(member);
        }

        @Override
        public void ended() {
            run.correct().forEach(this::check);
        }

        private void check(SimulatedMember member) {
            for (int layer = 0; layer < member.height(); layer++) {
                int size = StateSize.of(member.core(layer));
                if (size > limit) throw new Violation(BOUNDED, member.id() + " holds " + size + " in layer " + layer);
            }
        }
    }

    private static final class Clients implements Observer {
        private final Run run;
        private final Set<Request> wanted = new LinkedHashSet<>();
        private final Map<SimulatedMember, Set<Request>> delivered = new HashMap<>();

        Clients(Run run) {
            this.run = run;
        }

        @Override
        public void submitted(Submission submission) {
            if (submission.payload() instanceof Payload.Relayed it
                    && submission.member().live()
                    && it.request().signer().kind() == Principal.Kind.CLIENT
                    && !Crls.isThief(it.request().signer())) {
                wanted.add(it.request().message());
            }
        }

        @Override
        public void delivered(SimulatedMember member, SlotDelivery slot) {
            delivered.computeIfAbsent(member, any -> new HashSet<>()).addAll(slot.requests());
        }

        @Override
        public boolean satisfied() {
            return run.live().stream()
                    .allMatch(member -> delivered.getOrDefault(member, Set.of()).containsAll(wanted));
        }

        @Override
        public void ended() {
            if (!satisfied()) throw new Violation(CLIENTS, "of " + wanted + " delivered were " + delivered.values());
        }
    }

    private static final class Reported implements Observer {
        private final Run run;
        private final Set<MemberId> reported = new TreeSet<>();

        Reported(Run run) {
            this.run = run;
        }

        /** Whom the sensor that watches it saw succeed. What other sensors say of it counts for nothing. */
        private void look() {
            for (Outsider outsider : run.outsiders()) {
                for (Request request : outsider.signed()) {
                    request.command(run.life()).ifPresent(command -> {
                        if (command instanceof Command.Report it
                                && it.alert().outcome() == Alert.Outcome.SUCCEEDED
                                && outsider == run.sensor(run.indexOf(it.target()))
                                && founded(it.target())) {
                            reported.add(it.target());
                        }
                    });
                }
            }
        }

        /** What was seen of a member before its present start took its seat, or after it has gone, has no effect (AD-12). */
        private boolean founded(MemberId target) {
            return run.live().stream()
                    .allMatch(member -> member.views().size() > 1
                            && member.views().get(1).occupant(target).isPresent()
                            && (member.view().occupant(target).isPresent()
                                    || member.view().excluded(target))
                            && member.views().stream()
                                            .skip(1)
                                            .flatMap(view -> view.occupant(target).stream())
                                            .map(Occupant::incarnation)
                                            .distinct()
                                            .count()
                                    == 1);
        }

        @Override
        public boolean satisfied() {
            look();
            return run.live().stream().allMatch(member -> reported.stream().allMatch(member.view()::excluded));
        }

        @Override
        public void ended() {
            if (!satisfied()) throw new Violation(REPORTED, reported + " were reported but not all are out");
        }
    }

    private static final class Rotation implements Observer {
        @Override
        public void installed(SimulatedMember member, ViewRecord view) {
            long inactive = view.occupants().stream()
                    .filter(occupant -> !occupant.active() && occupant.viewKey().isPresent())
                    .count();
            if (member.correct() && inactive > view.quorum().maxFaulty()) {
                throw new Violation(ROTATION, inactive + " are inactive in view " + view.id());
            }
        }
    }

    private static final class Damped implements Observer {
        private final int most;

        Damped(int most) {
            this.most = most;
        }

        @Override
        public void installed(SimulatedMember member, ViewRecord view) {
            if (member.correct() && view.id() > most)
                throw new Violation(DAMPED, "view " + view.id() + ": " + view.reason());
        }
    }

    private static final class Rests implements Observer {
        private final Run run;
        private final Duration from;
        private final Duration until;

        Rests(Run run, Duration from, Duration until) {
            this.run = run;
            this.from = from;
            this.until = until;
        }

        @Override
        public void installed(SimulatedMember member, ViewRecord view) {
            if (!member.correct() || run.now().compareTo(from) < 0) return;
            for (SimulatedMember each : run.live()) {
                if (view.reason().contains(each.id() + " inactive: suspected"))
                    throw new Violation(SHORT, "view " + view.id() + " at " + run.now() + ": " + view.reason());
            }
        }

        @Override
        public boolean satisfied() {
            return run.now().compareTo(until) >= 0;
        }
    }

    private static final class Back implements Observer {
        private final Run run;

        Back(Run run) {
            this.run = run;
        }

        @Override
        public boolean satisfied() {
            return run.live().stream().allMatch(Back::isBack);
        }

        private static boolean isBack(SimulatedMember member) {
            ViewRecord view = member.view();
            boolean full = view.seats().stream().allMatch(Optional::isPresent);
            boolean waits = view.standby(member.id()).isPresent()
                    && view.seatOf(member.id()).isEmpty();
            if (full && waits) return true;
            boolean active = view.occupant(member.id()).filter(Occupant::active).isPresent();
            return view.excluded(member.id())
                    || (active && view.seats(member.context().origin()));
        }

        @Override
        public void ended() {
            for (SimulatedMember member : run.live()) {
                if (!isBack(member))
                    throw new Violation(BACK, member.id() + " has no active seat; its notices: " + member.notices());
            }
        }
    }

    private static final class Certified implements Observer {
        private final Run run;
        private final Map<SimulatedMember, Set<Long>> certified = new HashMap<>();

        Certified(Run run) {
            this.run = run;
        }

        @Override
        public void announced(SimulatedMember member, int layer, Notice notice) {
            if (!member.correct() || !(notice instanceof ViewCertified it)) return;
            ViewRecord record = it.certificate().record();
            ViewRecord before = member.views().get((int) record.id() - 1);
            int quorum = before.certifying();
            boolean valid = it.certificate().claims(before, quorum).size() >= quorum
                    && member.views().get((int) record.id()).equals(record);
            if (!valid) throw new Violation(CERTIFIED, member.id() + " announced a bad certificate of " + record.id());
            certified.computeIfAbsent(member, any -> new TreeSet<>()).add(record.id());
        }

        @Override
        public boolean satisfied() {
            return run.live().stream()
                    .allMatch(member -> certified.getOrDefault(member, Set.of()).size()
                            == member.views().size() - 1);
        }

        @Override
        public void ended() {
            if (!satisfied()) throw new Violation(CERTIFIED, "of the views of live members: " + certified);
        }
    }
}
