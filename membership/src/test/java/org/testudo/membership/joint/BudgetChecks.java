package org.testudo.membership.joint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.testudo.abcast.core.OwnRequest;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.Convicted;
import org.testudo.kernel.notice.InstructionsInForce;
import org.testudo.kernel.notice.Judged;
import org.testudo.kernel.notice.Stripped;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Check;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Violation;

/** GM-19, looked at from outside: by records, notices and what is delivered. */
final class BudgetChecks {
    static final String BUDGET = "the budget is kept";
    static final String EVIDENCE = "evidence needs no budget";
    static final String POLICY = "the policy in force is kept";
    static final String STRIPPED = "the stripped are not served";

    private BudgetChecks() {}

    /** Nobody is excluded on accusations while f seats are vacant, or taken by who has not said yet that it is active. */
    static Check budgetIsKept() {
        return Check.of(BUDGET, Kept::new);
    }

    /** Nobody is excluded on a report of such an alert after a slot from which on the policy leaves it alone (AD-11). */
    static Check policyIsKept(Alert alert) {
        return Check.of(POLICY, run -> new Policies(alert));
    }

    /** Whom evidence convicts is out from that slot on, or stripped. */
    static Check evidenceNeedsNoBudget() {
        return Check.of(EVIDENCE, run -> new AtOnce());
    }

    /** Nothing is delivered that a stripped member asks for. */
    static Check theStrippedAreNotServed() {
        return Check.of(STRIPPED, run -> new NotServed());
    }

    private static final class Kept implements Observer {
        private static final byte[] ACTIVE = new Command.Reactivate().encode();

        private final Run run;
        private final Map<SimulatedMember, ChargedPlaces> places = new HashMap<>();
        private final Set<Origin> spoke = new HashSet<>();

        Kept(Run run) {
            this.run = run;
        }

        @Override
        public boolean watchesMessages() {
            return true;
        }

        @Override
        public void sent(SimulatedMember from, int to, int layer, Object message) {
            if (message instanceof OwnRequest it
                    && it.request().kind() == RequestClass.CONTROL
                    && Arrays.equals(it.request().body(), ACTIVE))
                spoke.add(it.request().origin());
        }

        /** What the faulty say may have come another way. */
        private boolean mayHaveSpoken(Occupant occupant) {
            int index = run.indexOf(occupant.member());
            return index < 0 || !run.member(index).correct() || spoke.contains(occupant.origin());
        }

        @Override
        public void installed(SimulatedMember member, ViewRecord view) {
            if (!member.correct() || view.id() == 0) return;
            ViewRecord before = member.views().get((int) view.id() - 1);
            Set<MemberId> accused = view.exclusions().stream()
                    .filter(each -> onAccusations(each) && !before.excluded(each.member()))
                    .map(Exclusion::member)
                    .filter(each -> before.seatOf(each).isPresent())
                    .collect(Collectors.toCollection(TreeSet::new));
            ChargedPlaces charged = places.computeIfAbsent(member, any -> new ChargedPlaces(this::mayHaveSpoken));
            charged.follow(before, view, accused);
            long others = before.occupants().stream()
                    .map(Occupant::member)
                    .filter(each -> view.seatOf(each).isEmpty() && !accused.contains(each))
                    .count();
            long spent = ChargedPlaces.vacant(view) + charged.charged(view) - others;
            int f = Math.max(before.quorum().maxFaulty(), view.quorum().maxFaulty());
            if (!accused.isEmpty() && spent > f) {
                throw new Violation(
                        BUDGET,
                        "view " + view.id() + " excludes " + accused + ", with that " + spent + " of " + f
                                + " are spent: " + view.reason());
            }
        }

        private static boolean onAccusations(Exclusion exclusion) {
            return exclusion.cause().startsWith("sensor ") || exclusion.cause().startsWith("accused by ");
        }
    }

    private static final class Policies implements Observer {
        private final Alert alert;
        private final Map<SimulatedMember, Long> leftAlone = new HashMap<>();

        Policies(Alert alert) {
            this.alert = alert;
        }

        @Override
        public void announced(SimulatedMember member, int layer, Notice notice) {
            if (!member.correct() || !(notice instanceof InstructionsInForce it)) return;
            boolean acts = it.policy().enforce() && it.policy().effect(alert) == Policy.Effect.EXCLUDE;
            if (acts) leftAlone.remove(member);
            else leftAlone.putIfAbsent(member, it.slot());
        }

        @Override
        public void installed(SimulatedMember member, ViewRecord view) {
            long since = leftAlone.getOrDefault(member, Long.MAX_VALUE);
            for (Exclusion each : view.exclusions()) {
                boolean late = each.slot() > since && each.cause().contains(": " + alert.rule() + " ");
                if (late && each.cause().startsWith("sensor "))
                    throw new Violation(POLICY, each + " although the policy says otherwise since slot " + since);
            }
        }
    }

    private static final class AtOnce implements Observer {
        private final Map<SimulatedMember, List<MemberId>> due = new HashMap<>();
        private final Map<SimulatedMember, Set<MemberId>> decided = new HashMap<>();

        @Override
        public void announced(SimulatedMember member, int layer, Notice notice) {
            if (!member.correct()) return;
            if (notice instanceof Convicted it) {
                due.computeIfAbsent(member, any -> new ArrayList<>()).add(it.member());
            } else if (notice instanceof Stripped it) {
                decided(member).add(it.member());
            } else if (notice instanceof Judged it
                    && (it.effective() || it.verdict().startsWith("stripped"))) {
                decided(member).add(it.target());
            }
        }

        @Override
        public void delivered(SimulatedMember member, SlotDelivery slot) {
            for (MemberId convicted : due.getOrDefault(member, List.of())) {
                // Who was given a state has not been told what had been decided before.
                if (!decided(member).contains(convicted) && !member.view().excluded(convicted))
                    throw new Violation(EVIDENCE, convicted + " goes on after slot " + slot.slot());
            }
            due.remove(member);
        }

        private Set<MemberId> decided(SimulatedMember member) {
            return decided.computeIfAbsent(member, any -> new TreeSet<>());
        }
    }

    private static final class NotServed implements Observer {
        private final Map<Principal, Long> since = new HashMap<>();

        @Override
        public void announced(SimulatedMember member, int layer, Notice notice) {
            if (member.correct() && notice instanceof Stripped it)
                since.putIfAbsent(Principal.of(it.member()), it.slot());
        }

        @Override
        public void delivered(SimulatedMember member, SlotDelivery slot) {
            if (!member.correct()) return;
            boolean served = slot.requests().stream()
                    .map(request -> request.origin().principal())
                    .anyMatch(origin -> slot.slot() > since.getOrDefault(origin, Long.MAX_VALUE));
            if (served) throw new Violation(STRIPPED, "slot " + slot.slot() + " of " + slot.requests());
        }
    }
}
