package org.testudo.membership.joint;

import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;
import static org.testudo.simulator.check.Checks.agreement;
import static org.testudo.simulator.check.Checks.deliveryAfterCalm;
import static org.testudo.simulator.check.Checks.equalAgreedTime;
import static org.testudo.simulator.check.Checks.fifo;
import static org.testudo.simulator.check.Checks.integrity;
import static org.testudo.simulator.check.Checks.noEvidenceAgainstCorrect;
import static org.testudo.simulator.check.Checks.noFalseExclusion;
import static org.testudo.simulator.check.Checks.oneChain;
import static org.testudo.simulator.check.Checks.totalOrder;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.command.Approval;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Instruction;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.notice.InstructionBrought;
import org.testudo.kernel.notice.InstructionsInForce;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Pardoned;
import org.testudo.membership.joint.attack.Readmission;
import org.testudo.simulator.Check;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.NewKeys;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Outsider;
import org.testudo.simulator.Run;
import org.testudo.simulator.SeededRandom;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.Violation;

/**
 * Pardons in the joint simulation (GM-6). Of seven members two are compromised. One is excluded; its clean host starts under a new
 * key before operators pardon it, asks for a seat in vain, and gets one afterwards; the other one brings in starts under the old
 * key all the time. Then that one is excluded, pardoned, excluded once more, and pardoned under the same key again, in vain. Between
 * it come pardons of keys that the attacker has had certified, on the word of one operator, of one twice, of one and a stranger.
 */
final class Pardoning {
    static final String DONE = "pardons are carried out";

    private static final int GUILTY = 5;
    private static final int FRIEND = 6;
    private static final int INNOCENT = 0;
    /** Numbers of instructions: see {@link #act}. */
    private static final int PARDON = 2;

    private static final int FRIEND_OUT = 3;
    private static final int LAST = 7;

    private static final String STOLEN = "stolen";
    private static final Instant ISSUED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant EXPIRES = Instant.parse("2026-01-02T00:00:00Z");
    private static final Duration PACE = ms(400);
    private static final Duration A_WHILE = ms(900);

    private Pardoning() {}

    static Simulation simulation(CoreFactory cores) {
        Simulation simulation = Simulation.of(cores)
                .group(7)
                .tolerating(2)
                .forming()
                .network(n -> n.delay(ms(1), ms(20)).loss(0.1).duplicate(0.1).reorder())
                .byzantine(GUILTY, Readmission::new)
                .byzantine(FRIEND, Readmission::new)
                .workload(30, ms(40), ms(4_000))
                .calmAfter(ms(4_500))
                .until(seconds(60))
                .check(
                        agreement(),
                        totalOrder(),
                        integrity(),
                        fifo(),
                        oneChain(),
                        noFalseExclusion(),
                        noEvidenceAgainstCorrect(),
                        equalAgreedTime(),
                        deliveryAfterCalm(),
                        JointChecks.excludedStaysOut(),
                        JointChecks.quorumNeverWeakened(),
                        JointChecks.fewAreInactive(),
                        JointChecks.everybodyIsBack(),
                        JointChecks.viewsAreCertified(),
                        Check.awaiting(DONE, Done::new));
        for (int i = 0; i < 100; i++) simulation.at(ms(1_200).plus(PACE.multipliedBy(i)), Pardoning::tell);
        return simulation;
    }

    /** What enough operators ever pardon in this simulation. */
    static Set<Pardoned> approved(Run run) {
        if (run.members().size() <= FRIEND) return Set.of(entry(run, NewLife.OUT, NewKeys.ANEW)); // a group of NewLife
        return Set.of(entry(run, GUILTY, NewKeys.ANEW), entry(run, FRIEND, NewKeys.ANEW));
    }

    /** As the first instruction of two operators, which members may be brought as often as they like. */
    static void pardon(Run run, int member) {
        Instruction instruction = new Instruction(1, EXPIRES, pardon(run, member, NewKeys.ANEW));
        hand(run, "pardon", command(instruction, run.operator(0), run.operator(2)));
    }

    private static void tell(Run run) {
        if (!run.lives().known()) return; // operators approve for a life
        int last = (int) last(run);
        int next = last + 1;
        if (next == PARDON && !run.member(GUILTY).correct()) NewKeys.start(run, GUILTY);
        if (next == PARDON) joinAhead(run);
        bad(run, next);
        for (int number = 1; number <= last; number++) hand(run, "again " + number, approved(run, number));
        if (next > LAST || !isDue(run, next)) return;
        hand(run, "one", approved(run, next));
        hand(run, "other", approved(run, next));
    }

    /** The last instruction that was taken, as far as anybody knows. */
    private static long last(Run run) {
        return run.live().stream().mapToLong(Pardoning::last).max().orElse(0);
    }

    private static long last(SimulatedMember member) {
        List<InstructionsInForce> all = member.notices(InstructionsInForce.class);
        return all.isEmpty() ? 0 : all.get(all.size() - 1).last();
    }

    /** Attackers have some time for what they do before, and who was pardoned for coming back. */
    private static boolean isDue(Run run, int number) {
        if (number == PARDON)
            return run.now().minus(run.member(GUILTY).context().start().at()).compareTo(A_WHILE) > 0;
        return number != FRIEND_OUT || isBack(run);
    }

    private static boolean isBack(Run run) {
        SimulatedMember back = run.member(GUILTY);
        return run.live().stream()
                .allMatch(member -> member.view()
                        .occupant(back.id())
                        .filter(Occupant::active)
                        .filter(seat -> seat.origin().equals(back.context().origin()))
                        .isPresent());
    }

    /** Whoever holds the new key asks for a seat, before the pardon. */
    private static void joinAhead(Run run) {
        Outsider anew = NewKeys.of(run, GUILTY, NewKeys.ANEW);
        List<StatementKey> keys = IntStream.range(0, 16)
                .mapToObj(i -> NewKeys.of(run, GUILTY, "view key " + i).key())
                .toList();
        Signed<Request> join = anew.next(RequestClass.CONTROL, new Command.Join(keys).encode());
        for (SimulatedMember each : run.members()) run.submit(each.index(), new Payload.Relayed(join));
    }

    private static void hand(Run run, String label, Command.Operate command) {
        SeededRandom random = run.random(label + " at " + run.now());
        run.announce(random.pick(run.live()).index(), new InstructionBrought(command));
    }

    private static Command.Operate approved(Run run, int number) {
        return command(
                new Instruction(number, EXPIRES, act(run, number)),
                run.operator(number % 3),
                run.operator((number + 1) % 3));
    }

    private static Act act(Run run, int number) {
        return switch (number) {
            case 1 -> new Act.Exclude(run.member(GUILTY).id());
            case PARDON -> pardon(run, GUILTY, NewKeys.ANEW);
            case 4, 6 -> pardon(run, FRIEND, NewKeys.ANEW);
            case LAST -> pardon(run, INNOCENT, NewKeys.ANEW);
            default -> new Act.Exclude(run.member(FRIEND).id());
        };
    }

    private static Act pardon(Run run, int member, String label) {
        return new Act.Pardon(
                entry(run, member, label), NewKeys.of(run, member, label).card());
    }

    private static Pardoned entry(Run run, int member, String label) {
        Origin origin = NewKeys.of(run, member, label).origin();
        Digest certificate = Digest.of(out -> out.writeText("certificate of " + origin.principal() + " " + label));
        return new Pardoned(origin.principal().member(), origin.key(), certificate, ISSUED);
    }

    private static void bad(Run run, int number) {
        Outsider one = run.operator(number % 3);
        Outsider stranger = run.outsider(new Principal(Principal.Kind.OPERATOR, "stranger"), 0);
        Act act = pardon(run, number > PARDON ? FRIEND : GUILTY, STOLEN);
        Instruction instruction = new Instruction(number, EXPIRES, act);
        hand(run, "one alone", command(instruction, one));
        hand(run, "one twice", command(instruction, one, one));
        hand(run, "stranger", command(instruction, one, stranger));
    }

    private static Command.Operate command(Instruction instruction, Outsider... operators) {
        List<Approval> approvals =
                Arrays.stream(operators).map(each -> each.approval(instruction)).toList();
        return new Command.Operate(instruction, approvals);
    }

    /** In the end all has happened: one is back, the other one is out. */
    private static final class Done implements Observer {
        private final Run run;

        Done(Run run) {
            this.run = run;
        }

        @Override
        public boolean satisfied() {
            return isBack(run)
                    && run.live().stream()
                            .allMatch(member -> last(member) == LAST
                                    && member.view().excluded(run.member(FRIEND).id()));
        }

        @Override
        public void ended() {
            if (satisfied()) return;
            List<Long> taken = run.live().stream().map(Pardoning::last).toList();
            throw new Violation(
                    DONE,
                    "taken " + taken + ", back " + isBack(run) + ": "
                            + run.furthest().view());
        }
    }
}
