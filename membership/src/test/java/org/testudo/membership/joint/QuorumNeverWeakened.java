package org.testudo.membership.joint;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.testudo.abcast.core.Commit;
import org.testudo.abcast.core.Header;
import org.testudo.api.FaultModel;
import org.testudo.api.Notice;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.InstructionJudged;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Violation;

/**
 * Quorums count seats, vacant ones too, and are what n and f ask for, computed here anew; so many seats of a view can vote; and
 * nothing is delivered without the COMMITs of so many of them. n and f are those of the genesis until an instruction of operators
 * says others, and a view with more seats has nobody missing in the new ones (GM-18). What a faulty member has signed it may have
 * shown to some only, so it is believed to have signed everything.
 */
final class QuorumNeverWeakened implements Observer {
    private final Run run;
    /** As the first correct member has installed them: who is given a state delivers in a view before it has all of them. */
    private final Map<Long, ViewRecord> views = new LinkedHashMap<>();

    private final Map<Long, Map<Header, Set<Integer>>> commits = new LinkedHashMap<>();
    private final Set<Quorum> sizes = new LinkedHashSet<>();

    QuorumNeverWeakened(Run run) {
        this.run = run;
        sizes.add(run.genesis().quorum());
    }

    @Override
    public void installed(SimulatedMember member, ViewRecord view) {
        if (!member.correct()) return;
        views.putIfAbsent(view.id(), view);
        sized(view);
        int due = quorum(view);
        long voters = view.occupants().stream()
                .map(Occupant::viewKey)
                .filter(Optional::isPresent)
                .count();
        boolean counted = view.quorum().intersecting() == due && view.quorum().seats() == seats(view);
        if (!counted || view.id() > 0 && voters < due) {
            throw new Violation(
                    JointChecks.QUORUM,
                    "view " + view.id() + " of " + seats(view) + " seats, " + voters + " of which vote, asks for "
                            + view.quorum().intersecting() + ", due are " + due);
        }
    }

    @Override
    public void announced(SimulatedMember member, int layer, Notice notice) {
        boolean resize = member.correct()
                && notice instanceof InstructionJudged it
                && it.taken()
                && !it.verdict().startsWith("no effect")
                && it.instruction().act() instanceof Act.Resize;
        if (!resize) return;
        Act.Resize act = (Act.Resize) ((InstructionJudged) notice).instruction().act();
        Quorum.tried(act.seats(), act.maxFaulty(), run.genesis().quorum().model())
                .ifPresent(sizes::add);
    }

    /** Whether operators have asked for this size, and all new seats are taken by as many standbys as they asked for. */
    private void sized(ViewRecord view) {
        ViewRecord before = views.getOrDefault(view.id() - 1, view);
        boolean same = view.quorum().equals(before.quorum());
        long more = Math.max(0, seats(view) - seats(before));
        long empty = view.seats().stream().filter(Optional::isEmpty).count();
        long emptyBefore = before.seats().stream().filter(Optional::isEmpty).count();
        if (!sizes.contains(view.quorum()) || !same && more > 0 && empty > emptyBefore + leavers(before, view)) {
            throw new Violation(
                    JointChecks.QUORUM,
                    "view " + view.id() + " has " + view.quorum() + " and " + empty + " vacant seats: "
                            + view.reason());
        }
    }

    /** Who sits no more: its seat may be vacant, whatever came of the others. */
    private static long leavers(ViewRecord before, ViewRecord view) {
        return before.occupants().stream()
                .filter(each -> view.seatOf(each.member()).isEmpty())
                .count();
    }

    private static int seats(ViewRecord view) {
        return view.seats().size();
    }

    /** G-4; in view 0 that of the model {@code byzantine} (GM-21). */
    private static int quorum(ViewRecord view) {
        int f = view.quorum().maxFaulty();
        boolean byzantine = view.quorum().model() == FaultModel.BYZANTINE;
        return (seats(view) + (byzantine ? f : 0)) / 2 + 1;
    }

    @Override
    public boolean watchesMessages() {
        return true;
    }

    @Override
    public void sent(SimulatedMember from, int to, int layer, Object message) {
        if (!(message instanceof Commit it) || !from.correct()) return;
        Header header = it.proposal().message();
        commits.computeIfAbsent(header.slot(), any -> new LinkedHashMap<>())
                .computeIfAbsent(header, any -> new LinkedHashSet<>())
                .add(from.index());
    }

    @Override
    public void delivered(SimulatedMember member, SlotDelivery slot) {
        ViewRecord view = views.get(slot.view());
        if (!member.correct() || view == null) return;
        Stream<Map.Entry<Header, Set<Integer>>> named = commits.getOrDefault(slot.slot(), Map.of()).entrySet().stream();
        long most = named.filter(each -> each.getKey().view() == slot.view())
                .mapToLong(each -> voters(view, each.getValue()))
                .max()
                .orElse(faulty(view));
        if (most < quorum(view)) {
            throw new Violation(
                    JointChecks.QUORUM,
                    member.id() + " has delivered slot " + slot.slot() + " of view " + view.id() + " on the word of "
                            + most + " seats at most, due are " + quorum(view));
        }
    }

    private long voters(ViewRecord view, Set<Integer> correct) {
        long sitting =
                correct.stream().filter(index -> sits(run.member(index), view)).count();
        return sitting + faulty(view);
    }

    /** A seat under a key that is not that of the member now was an adversary's, before operators pardoned the name (GM-6). */
    private long faulty(ViewRecord view) {
        return run.members().stream()
                .filter(each -> view.occupant(each.id()).isPresent() && !(each.correct() && sits(each, view)))
                .count();
    }

    private static boolean sits(SimulatedMember member, ViewRecord view) {
        return view.occupant(member.id())
                .filter(seat ->
                        seat.statementKey().equals(member.context().origin().key()))
                .isPresent();
    }
}
