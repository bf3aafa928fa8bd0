package org.testudo.membership.joint;

import static org.testudo.simulator.Simulation.ms;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.command.Approval;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Instruction;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.notice.InstructionBrought;
import org.testudo.kernel.notice.InstructionJudged;
import org.testudo.kernel.notice.InstructionsInForce;
import org.testudo.simulator.Check;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Outsider;
import org.testudo.simulator.Run;
import org.testudo.simulator.SeededRandom;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.Violation;

/**
 * Operators in the joint simulation (GM-24): what two of three approve is handed to some members, in and out of turn; between it
 * what one approves, what one approves twice, what strangers approve, and what has expired.
 */
final class Instructing {
    private static final int LAST = 4;
    private static final Instant NEVER = Instant.parse("2025-12-31T00:00:00Z");
    private static final Instant LATE = Instant.parse("2026-01-02T00:00:00Z");
    private static final Duration AGAIN = ms(700);

    private Instructing() {}

    static Simulation handedIn(Simulation simulation) {
        Simulation with = simulation.check(obeyedOnce());
        for (int number = 1; number <= LAST; number++) {
            int next = number;
            with.at(ms(1_200 + 250L * number), run -> bad(run, next));
            with.at(ms(1_300 + 250L * number), run -> tell(run, someone(run, "good " + next), good(run, next)));
        }
        for (int i = 0; i < 16; i++) {
            with.at(ms(2_700).plus(AGAIN.multipliedBy(i)), Instructing::insist);
        }
        return with;
    }

    private static void insist(Run run) {
        for (SimulatedMember each : run.live()) {
            for (int number = 1; number <= LAST; number++) tell(run, List.of(each), good(run, number));
        }
        bad(run, LAST + 1);
    }

    private static List<SimulatedMember> someone(Run run, String label) {
        SeededRandom random = run.random(label + " at " + run.now());
        return run.live().isEmpty() ? List.of() : List.of(random.pick(run.live()));
    }

    private static void tell(Run run, List<SimulatedMember> members, Command.Operate command) {
        if (!run.lives().known()) return;
        members.forEach(each -> run.announce(each.index(), new InstructionBrought(command)));
    }

    private static Command.Operate good(Run run, int number) {
        Instruction instruction = new Instruction(number, LATE, act(run, number));
        return command(instruction, run.operator(number % 3), run.operator((number + 1) % 3));
    }

    /** The guilty is excluded last: so it has time to bring again what it has seen. */
    private static Act act(Run run, int number) {
        return switch (number) {
            case 1 -> new Act.Pin(innocent(run));
            case 2 -> new Act.SetPolicy(new Policy(true, Policy.standard(true).rules(), Policy.Effect.SUSPECT));
            case 3 -> new Act.Unpin(innocent(run));
            default -> new Act.Exclude(guilty(run));
        };
    }

    private static MemberId innocent(Run run) {
        return run.correct().get(0).id();
    }

    private static MemberId guilty(Run run) {
        return run.members().stream()
                .filter(each -> !each.correct())
                .findFirst()
                .orElseThrow()
                .id();
    }

    /** What would exclude the innocent if it counted. */
    private static void bad(Run run, int number) {
        if (!run.lives().known()) return;
        Instruction out = new Instruction(number, LATE, new Act.Exclude(innocent(run)));
        Instruction expired = new Instruction(number, NEVER, out.act());
        Outsider one = run.operator(number % 3);
        Outsider other = run.operator((number + 1) % 3);
        Outsider stranger = run.outsider(new Principal(Principal.Kind.OPERATOR, "stranger"), 0);
        tell(run, someone(run, "one " + number), command(out, one));
        tell(run, someone(run, "twice " + number), command(out, one, one));
        tell(run, someone(run, "stranger " + number), command(out, one, stranger));
        tell(run, someone(run, "expired " + number), command(expired, one, other));
    }

    private static Command.Operate command(Instruction instruction, Outsider... operators) {
        List<Approval> approvals =
                Arrays.stream(operators).map(each -> each.approval(instruction)).toList();
        return new Command.Operate(instruction, approvals);
    }

    /** What two operators approve happens at one place of the order, once; nothing else does; in the end all of it has. */
    static Check obeyedOnce() {
        return Check.awaiting(JointChecks.OPERATORS, Obeyed::new);
    }

    private static final class Obeyed implements Observer {
        private final Run run;
        private final Verdicts verdicts = new Verdicts(JointChecks.OPERATORS);
        private final Map<Long, Long> takenIn = new TreeMap<>();
        private final Map<SimulatedMember, Long> last = new LinkedHashMap<>();

        Obeyed(Run run) {
            this.run = run;
        }

        @Override
        public void announced(SimulatedMember member, int layer, Notice notice) {
            if (!member.correct()) return;
            if (notice instanceof InstructionsInForce it) last.put(member, it.last());
            if (!(notice instanceof InstructionJudged it)) return;
            verdicts.said(member, it.slot(), it.describe());
            if (it.taken()) taken(it);
        }

        private void taken(InstructionJudged it) {
            int number = (int) it.instruction().number();
            boolean approved = number <= LAST
                    && Arrays.equals(
                            it.instruction().body(),
                            good(run, number).instruction().body());
            if (!approved) throw new Violation(JointChecks.OPERATORS, "nobody approved " + it.describe());
            Long before = takenIn.putIfAbsent((long) number, it.slot());
            if (before != null && before != it.slot())
                throw new Violation(JointChecks.OPERATORS, "once more after slot " + before + ": " + it.describe());
        }

        @Override
        public boolean satisfied() {
            return run.live().stream().allMatch(member -> last.getOrDefault(member, 0L) == LAST);
        }

        @Override
        public void ended() {
            if (!satisfied()) throw new Violation(JointChecks.OPERATORS, "taken at the end: " + last);
        }
    }
}
