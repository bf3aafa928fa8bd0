package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.kernel.command.Concealment;
import org.testudo.kernel.command.Contradiction;
import org.testudo.kernel.command.DoubleNumber;
import org.testudo.kernel.command.FalseCharge;
import org.testudo.kernel.command.ForgedCertificate;
import org.testudo.kernel.command.ForgedChoice;
import org.testudo.kernel.command.Usurpation;
import org.testudo.kernel.notice.Misbehaved;
import org.testudo.membership.joint.attack.EquivocatingLeader;
import org.testudo.membership.joint.attack.EquivocatingOrigin;
import org.testudo.membership.joint.attack.FalseAccusation;
import org.testudo.membership.joint.attack.Forgeries;
import org.testudo.membership.joint.attack.Framing;
import org.testudo.membership.joint.attack.HiddenCertificates;
import org.testudo.simulator.Attack;
import org.testudo.simulator.Result;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;

/**
 * AD-10, in a group: each kind of misbehaviour is found, convicts its doer and nobody else. That no correct member is ever
 * convicted, whatever is done, all joint simulations check.
 */
class ConvictionsTest {
    private static final int SEEDS = 25;

    static Stream<Arguments> kinds() {
        return Stream.of(
                kind(Contradiction.class, EquivocatingLeader::new),
                kind(Usurpation.class, Forgeries::new),
                kind(Concealment.class, HiddenCertificates::new),
                kind(ForgedCertificate.class, Forgeries::new),
                kind(ForgedChoice.class, Forgeries::new),
                kind(DoubleNumber.class, EquivocatingOrigin::new),
                kind(FalseCharge.class, FalseAccusation::new),
                kind(FalseCharge.class, Framing::new));
    }

    private static Arguments kind(Class<?> evidence, Attack.Factory attack) {
        return Arguments.arguments(evidence, attack);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void misbehaviourOfEachKindConvictsItsDoer(Class<?> evidence, Attack.Factory attack) {
        Set<Long> found = new LinkedHashSet<>();
        Set<Long> excluded = new LinkedHashSet<>();

        Result result = JointGroup.simulation(JointGroup.cores(new AbcastRules()))
                .someoneByzantine(attack)
                .seeds(SEEDS)
                .each(run -> look(run, evidence, found, excluded))
                .run();

        System.out.println(
                evidence.getSimpleName() + ": found in " + found.size() + " runs, excluded in " + excluded.size());
        assertThat(excluded).as("runs in which its doer is out").containsAll(found);
        if (result.seeds() < SEEDS) return; // fewer seeds were asked for
        assertThat(found).as("runs in which it was found").isNotEmpty();
    }

    private static void look(Run run, Class<?> evidence, Set<Long> found, Set<Long> excluded) {
        for (SimulatedMember each : run.live()) {
            for (Misbehaved notice : each.notices(Misbehaved.class)) {
                if (!evidence.isInstance(notice.evidence())) continue;
                found.add(run.seed());
                boolean out = run.live().stream()
                        .filter(SimulatedMember::correct)
                        .allMatch(member -> member.view().excluded(notice.member()));
                if (out) excluded.add(run.seed());
            }
        }
    }
}
