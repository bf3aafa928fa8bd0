package org.testudo.membership.joint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.Convicted;
import org.testudo.kernel.notice.Judged;
import org.testudo.kernel.notice.Stripped;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Check;
import org.testudo.simulator.Observer;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Violation;

/** GM-19, looked at from outside: by records, notices and what is delivered. */
final class BudgetChecks {
    static final String BUDGET = "the budget is kept";
    static final String EVIDENCE = "evidence needs no budget";
    static final String STRIPPED = "the stripped are not served";

    private BudgetChecks() {}

    /** Nobody is excluded on accusations while f seats are vacant. */
    static Check budgetIsKept() {
        return Check.of(BUDGET, run -> new Kept());
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
        @Override
        public void installed(SimulatedMember member, ViewRecord view) {
            if (!member.correct() || view.id() == 0) return;
            ViewRecord before = member.views().get((int) view.id() - 1);
            long accused = view.exclusions().stream()
                    .filter(each -> onAccusations(each) && !before.excluded(each.member()))
                    .filter(each -> before.seatOf(each.member()).isPresent())
                    .count();
            long vacant = before.seats().stream().filter(Optional::isEmpty).count();
            long taken = view.occupants().stream()
                    .filter(each -> before.seatOf(each.member()).isEmpty())
                    .count();
            if (accused > 0 && vacant - taken + accused > view.quorum().maxFaulty()) {
                throw new Violation(BUDGET, "view " + view.id() + " although " + vacant + " vacant: " + view.reason());
            }
        }

        private static boolean onAccusations(Exclusion exclusion) {
            return exclusion.cause().startsWith("sensor ") || exclusion.cause().startsWith("accused by ");
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
