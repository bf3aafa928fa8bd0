package org.testudo.membership.joint;

import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Instruction;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.notice.AtTheFloor;
import org.testudo.kernel.notice.InstructionBrought;
import org.testudo.kernel.notice.InstructionsInForce;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Check;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Run;
import org.testudo.simulator.SeededRandom;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.Violation;

/**
 * Four seats, seven, and four again, without a stop (GM-3): operators ask for the next size once the one before is there, and
 * name all, some or none of those who come or go. One standby is there only later, so that the first resize waits for it. Who is
 * let go starts again without memory, and stands by.
 */
final class Resizes {
    static final String RESIZED = "the group is resized";

    private static final int MORE = 3;
    /** The sizes after each other. */
    private static final List<Integer> SIZES = List.of(4, 4 + MORE, 4);

    private static final Instant LATE = Instant.parse("2026-01-02T00:00:00Z");
    private static final Duration LOOK = ms(300);
    private static final int LOOKS = 160;
    private static final int PAYLOADS = 40;
    private static final Duration WORKLOAD_IS_OVER = ms(2_500);

    private Resizes() {}

    /** Of four founders and as many standbys as there will be seats for. */
    static Simulation simulation(CoreFactory cores) {
        return simulation(cores, 0);
    }

    /** @param spare standbys beyond those that there will be seats for */
    static Simulation simulation(CoreFactory cores, int spare) {
        Simulation simulation = resizing(cores, spare, ms(1_500));
        for (int i = 0; i < PAYLOADS; i++) {
            int number = i;
            simulation.at(ms(2_500).plus(ms(150).multipliedBy(i)), run -> load(run, number));
        }
        return simulation;
    }

    /** Of a group that has nothing to order any more. */
    static Simulation idle(CoreFactory cores) {
        return resizing(cores, 0, seconds(6));
    }

    private static Simulation resizing(CoreFactory cores, int spare, Duration from) {
        Simulation simulation = JointGroup.simulation(cores)
                .standbys(MORE + spare)
                .start(ms(3_500), SIZES.get(0) + MORE - 1)
                .until(seconds(90));
        for (int i = 0; i < LOOKS; i++) simulation.at(from.plus(LOOK.multipliedBy(i)), Resizes::look);
        return simulation.check(resized());
    }

    /** By whoever sits, for who does not may submit nothing; and by a client. */
    private static void load(Run run, int number) {
        SeededRandom random = run.random("load " + number);
        List<SimulatedMember> seated = run.live().stream()
                .filter(member -> member.view().seats(member.context().origin()))
                .toList();
        if (seated.isEmpty()) return;
        String text = "under resizing " + number;
        if (number % 2 == 0) {
            run.submit(random.pick(seated).index(), text);
            return;
        }
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        Payload operation = new Payload.Relayed(run.client("client").next(RequestClass.APPLICATION, body));
        for (SimulatedMember each : seated) run.submit(each.index(), operation);
    }

    private static void look(Run run) {
        List<ViewRecord> views = run.furthest().views();
        List<Integer> sizes = sizes(views);
        if (!run.lives().known() || sizes.size() == SIZES.size() || waits(run.furthest())) return;
        int next = SIZES.get(sizes.size());
        if (next == 4 && run.now().compareTo(WORKLOAD_IS_OVER) < 0) return; // it is no standby's to have ordered
        List<MemberId> named = named(run, next, views.get(views.size() - 1));
        tell(run, new Instruction(last(run) + 1, LATE, new Act.Resize(next, next > 4 ? 2 : 1, named)));
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

    private static boolean waits(SimulatedMember member) {
        List<AtTheFloor> told = member.notices(AtTheFloor.class);
        return !told.isEmpty() && told.get(told.size() - 1).resize().isPresent();
    }

    /** Some of those who may come or go, as many as may be at most: others the next time, if too many of them are founders. */
    private static List<MemberId> named(Run run, int next, ViewRecord view) {
        SeededRandom random = run.random("named for " + next + " in instruction " + (last(run) + 1));
        List<MemberId> able = new ArrayList<>();
        run.genesis().roster().stream()
                .map(Genesis.Founder::member)
                .filter(each -> !view.excluded(each))
                .filter(each ->
                        view.seatOf(each).isPresent() == next < view.seats().size())
                .forEach(able::add);
        List<MemberId> named = new ArrayList<>();
        for (int i = random.below(MORE + 1); i > 0 && !able.isEmpty(); i--) {
            named.add(able.remove(random.below(able.size())));
        }
        return named;
    }

    /** The number of the last instruction that was taken. */
    static long last(Run run) {
        return run.live().stream()
                .flatMap(member -> member.notices(InstructionsInForce.class).stream())
                .mapToLong(InstructionsInForce::last)
                .max()
                .orElse(0);
    }

    /** All members that live are brought it, as two operators have approved it. */
    static void tell(Run run, Instruction instruction) {
        Command.Operate command = new Command.Operate(
                instruction,
                List.of(run.operator(0).approval(instruction), run.operator(1).approval(instruction)));
        for (SimulatedMember member : run.live()) run.announce(member.index(), new InstructionBrought(command));
    }

    /** In the end all live members are in one view of the last size, and none of the sizes between was left out. */
    private static Check resized() {
        return Check.awaiting(RESIZED, All::new);
    }

    private static final class All implements Observer {
        private final Run run;

        All(Run run) {
            this.run = run;
        }

        @Override
        public boolean satisfied() {
            return sizes(run.furthest().views()).equals(SIZES)
                    && run.live().stream()
                            .allMatch(member ->
                                    member.view().id() == run.furthest().view().id());
        }

        @Override
        public void ended() {
            if (satisfied()) return;
            TreeSet<Long> last = new TreeSet<>();
            run.live().forEach(member -> last.add(member.view().id()));
            throw new Violation(
                    RESIZED,
                    "sizes " + sizes(run.furthest().views()) + ", members are in views " + last + ", waiting: "
                            + waits(run.furthest()));
        }
    }
}
