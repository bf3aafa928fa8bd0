package org.testudo.membership.joint;

import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;
import static org.testudo.simulator.check.Checks.agreement;
import static org.testudo.simulator.check.Checks.noFalseExclusion;
import static org.testudo.simulator.check.Checks.oneChain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Instruction;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.notice.RevocationBrought;
import org.testudo.kernel.statement.Revocation;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.membership.joint.attack.Flapping;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.attack.Silence;

/**
 * What may be taken from a group at a time (GM-19, SICP-11), scene by scene: of six members one is out, and the next one turns, and is
 * reported beyond the budget.
 */
final class BudgetScenes {
    private static final int FIRST = 5;
    private static final int SECOND = 4;
    private static final int STANDBY = 6;
    private static final List<Integer> MEMBERS = List.of(0, 1, 2, 3, SECOND, FIRST);
    private static final Alert SHELL = JointGroup.alert(Alert.Outcome.SUCCEEDED, Alert.Role.ACTOR);
    private static final Instant LATE = Instant.parse("2026-01-02T00:00:00Z");

    private BudgetScenes() {}

    private static Simulation six(CoreFactory cores) {
        return Simulation.of(cores)
                .group(6)
                .tolerating(1)
                .forming()
                .network(n -> n.delay(ms(1), ms(20)).reorder())
                .byzantine(ms(1_500), FIRST, Silence::new)
                .at(ms(1_700), run -> JointGroup.reportIntrusion(run, FIRST))
                .at(ms(2_800), run -> JointGroup.reportIntrusion(run, SECOND))
                .until(seconds(60))
                .check(agreement(), oneChain(), noFalseExclusion(), BudgetChecks.budgetIsKept());
    }

    /** The standby that has the first one's seat is cut off before it learns that, and is called back when the second one rests. */
    static Simulation newcomerCutOff(CoreFactory cores) {
        return six(cores)
                .standbys(1)
                .partition(ms(1_650), seconds(6), List.of(MEMBERS, List.of(STANDBY)))
                .byzantine(ms(2_600), SECOND, Silence::new)
                .calmAfter(seconds(6))
                .check(JointChecks.theReportedAreOut(), JointChecks.everybodyIsBack());
    }

    /** While it waits to be excluded, the second one goes and comes back as often as it may. */
    static Simulation heldAndFlapping(CoreFactory cores, int mostViews) {
        return six(cores)
                .byzantine(ms(2_600), SECOND, () -> new Flapping(seconds(30)))
                .until(seconds(30))
                .check(JointChecks.flappingIsDamped(mostViews));
    }

    /** Operators find that the rule by which the second one was reported is wrong, before a standby is there. */
    static Simulation policyChanged(CoreFactory cores) {
        Simulation simulation = six(cores)
                .standbys(1)
                .start(seconds(6), STANDBY)
                .byzantine(ms(2_600), SECOND, Silence::new)
                .calmAfter(seconds(6))
                .check(BudgetChecks.policyIsKept(SHELL), JointChecks.everybodyIsBack());
        for (int i = 0; i < 3; i++) simulation.at(ms(3_500 + 500L * i), run -> tell(run, 1, sparing()));
        return simulation;
    }

    private static Act sparing() {
        List<Policy.Rule> rules = new ArrayList<>();
        rules.add(new Policy.Rule(
                Optional.of(SHELL.rule()), Optional.empty(), Optional.empty(), Optional.empty(), Policy.Effect.LOG));
        rules.addAll(Policy.standard(true).rules());
        return new Act.SetPolicy(new Policy(true, rules, Policy.Effect.LOG));
    }

    private static void tell(Run run, long number, Act act) {
        Resizes.tell(run, new Instruction(number, LATE, act));
    }

    /**
     * Of seven members two are out, one by a CRL, and operators go on with six seats of which one may be faulty. Then another one
     * turns, and is revoked by the authority alone.
     */
    static Simulation resizedAndRevoked(CoreFactory cores) {
        Simulation simulation = Simulation.of(cores)
                .group(7)
                .tolerating(2)
                .forming()
                .network(n -> n.delay(ms(1), ms(20)).reorder())
                .byzantine(ms(1_500), FIRST, Silence::new)
                .byzantine(ms(1_500), STANDBY, Silence::new)
                .byzantine(seconds(6), SECOND, Silence::new)
                .calmAfter(ms(6_500))
                .until(seconds(30))
                .check(agreement(), oneChain(), noFalseExclusion(), JointChecks.quorumNeverWeakened(), Crls.oneCrl());
        for (int i = 0; i < 60; i++) simulation.at(ms(1_600 + 300L * i), BudgetScenes::goOn);
        return simulation;
    }

    private static void goOn(Run run) {
        if (!run.lives().known()) return;
        ViewRecord view = run.furthest().view();
        boolean revoked = view.excluded(run.member(FIRST).id());
        boolean excluded = view.excluded(run.member(STANDBY).id());
        if (!revoked) revoke(run, 1, FIRST);
        else if (!excluded) tell(run, 1, new Act.Exclude(run.member(STANDBY).id()));
        else if (view.seats().size() == 7) tell(run, Resizes.last(run) + 1, new Act.Resize(6, 1, List.of()));
        else if (run.now().compareTo(seconds(6)) > 0) revoke(run, 3, FIRST, SECOND);
    }

    private static void revoke(Run run, long number, int... members) {
        List<Revocation> entries = new ArrayList<>();
        for (int each : members) entries.add(Crls.entry(each, Crls.key(run, run.member(each))));
        Command.Revoke command = run.client("authority").crl(new RevocationList(number, entries));
        for (SimulatedMember member : run.live()) run.announce(member.index(), new RevocationBrought(command));
    }
}
