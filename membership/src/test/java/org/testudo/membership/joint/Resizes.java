package org.testudo.membership.joint;

import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Instruction;
import org.testudo.kernel.notice.InstructionBrought;
import org.testudo.kernel.notice.InstructionJudged;
import org.testudo.kernel.notice.InstructionsInForce;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Check;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.Violation;

/**
 * Four seats, seven, four, and seven again, without a stop (GM-3): operators name standbys and members as they find them; who is
 * let go is started again, and stands by.
 */
final class Resizes {
    static final String RESIZED = "the group is resized";

    private static final int FOUNDERS = 4;
    private static final int MORE = 3;
    /** The sizes after each other. */
    private static final List<Integer> SIZES = List.of(FOUNDERS, FOUNDERS + MORE, FOUNDERS, FOUNDERS + MORE);

    private static final Instant LATE = Instant.parse("2026-01-02T00:00:00Z");
    private static final Duration LOOK = ms(300);
    private static final int LOOKS = 160;
    private static final int PAYLOADS = 40;

    private Resizes() {}

    /** @param spare standbys beyond those that there are seats for */
    static Simulation simulation(CoreFactory cores, int spare) {
        Simulation simulation =
                JointGroup.simulation(cores).standbys(MORE + spare).until(seconds(90));
        for (int i = 0; i < PAYLOADS; i++) {
            int number = i;
            simulation.at(ms(2_500).plus(ms(200).multipliedBy(i)), run -> load(run, number));
        }
        for (int i = 0; i < LOOKS; i++) simulation.at(ms(1_500).plus(LOOK.multipliedBy(i)), Resizes::look);
        return simulation.check(resized());
    }

    /** By whoever sits: who does not may submit nothing. */
    private static void load(Run run, int number) {
        List<SimulatedMember> seated = run.live().stream()
                .filter(member -> member.view().seats(member.context().origin()))
                .toList();
        if (!seated.isEmpty())
            run.submit(run.random("load " + number).pick(seated).index(), "under resizing " + number);
    }

    private static void look(Run run) {
        ViewRecord view = run.furthest().view();
        List<Integer> sizes = sizes(run.furthest().views());
        if (!run.lives().known() || sizes.size() > SIZES.size() - 1) return;
        startAgain(run, view);
        if (waits(run)) return;
        int next = SIZES.get(sizes.size());
        List<MemberId> named = next > view.seats().size() ? newcomers(run, view) : leavers(view);
        if (next > view.seats().size() && named.size() < MORE) return;
        Act.Resize act = new Act.Resize(next, next == FOUNDERS ? 1 : 2, named);
        tell(run, new Instruction(last(run) + 1, LATE, act));
    }

    /** The sizes of views, one after the other, without repetitions. */
    private static List<Integer> sizes(List<ViewRecord> views) {
        List<Integer> sizes = new ArrayList<>();
        for (ViewRecord each : views) {
            int size = each.seats().size();
            if (sizes.isEmpty() || sizes.get(sizes.size() - 1) != size) sizes.add(size);
        }
        return sizes;
    }

    /** Standbys that the view shows, ready or not: they have to become it. */
    private static List<MemberId> newcomers(Run run, ViewRecord view) {
        return run.live().stream()
                .filter(member -> view.standbys().stream()
                        .anyMatch(each -> each.origin().equals(member.context().origin())))
                .map(SimulatedMember::id)
                .limit(MORE)
                .toList();
    }

    /** As many as are too many, but for vacant seats: those of odd seats first. */
    private static List<MemberId> leavers(ViewRecord view) {
        List<MemberId> odd = new ArrayList<>();
        List<MemberId> even = new ArrayList<>();
        for (int seat = 0; seat < view.seats().size(); seat++) {
            List<MemberId> side = seat % 2 == 1 ? odd : even;
            view.seats().get(seat).ifPresent(it -> side.add(it.member()));
        }
        int vacant = view.seats().size() - odd.size() - even.size();
        odd.addAll(even);
        return List.copyOf(odd.subList(0, Math.max(0, MORE - vacant)));
    }

    /** Who was let go starts again, once a quorum of the view that goes on without it has voted in that (G-1). */
    private static void startAgain(Run run, ViewRecord view) {
        long voted = run.live().stream()
                .filter(member -> view.seatOf(member.id()).isPresent())
                .filter(member -> JointGroup.votedIn(member, view.id()))
                .count();
        if (voted < view.quorum().intersecting()) return;
        for (SimulatedMember member : run.correct()) {
            boolean sat = member.views().stream()
                    .anyMatch(each -> each.seats(member.context().origin()));
            boolean stands = view.seatOf(member.id()).isPresent()
                    || view.standby(member.id()).isPresent();
            if (!member.live() || !sat || stands || view.excluded(member.id())) continue;
            run.crash(member.index());
            run.restart(member.index());
        }
    }

    private static boolean waits(Run run) {
        long last = last(run);
        return run.furthest().notices(InstructionJudged.class).stream()
                        .anyMatch(it -> it.taken()
                                && it.instruction().number() == last
                                && it.verdict().startsWith("waits"))
                && sizes(run.furthest().views()).size() == last;
    }

    /** The number of the last instruction that was taken. */
    private static long last(Run run) {
        return run.live().stream()
                .flatMap(member -> member.notices(InstructionsInForce.class).stream())
                .mapToLong(InstructionsInForce::last)
                .max()
                .orElse(0);
    }

    private static void tell(Run run, Instruction instruction) {
        Command.Operate command = new Command.Operate(
                instruction,
                List.of(run.operator(0).approval(instruction), run.operator(1).approval(instruction)));
        for (SimulatedMember member : run.live()) run.announce(member.index(), new InstructionBrought(command));
    }

    /** In the end all live members are in a view of the last size, and none of a size between is left out. */
    private static Check resized() {
        return Check.awaiting(RESIZED, All::new);
    }

    private static final class All implements Observer {
        private final Run run;
        private final Map<Long, Integer> bySize = new HashMap<>();
        private final Set<Integer> reached = new HashSet<>();

        All(Run run) {
            this.run = run;
        }

        @Override
        public void installed(SimulatedMember member, ViewRecord view) {
            if (!member.correct()) return;
            bySize.put(view.id(), view.seats().size());
            reached.add(sizes(member.views()).size());
        }

        @Override
        public boolean satisfied() {
            long last = bySize.keySet().stream().max(Comparator.naturalOrder()).orElse(0L);
            return reached.contains(SIZES.size())
                    && run.live().stream().allMatch(member -> member.view().id() == last);
        }

        @Override
        public void ended() {
            if (!satisfied()) throw new Violation(RESIZED, "sizes of views: " + bySize);
        }
    }
}
