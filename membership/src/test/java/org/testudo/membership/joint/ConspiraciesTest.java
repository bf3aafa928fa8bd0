package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.simulator.Simulation.seconds;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.membership.joint.attack.Chorus;
import org.testudo.membership.joint.attack.DelayedViews;
import org.testudo.membership.joint.attack.FalseAccusation;
import org.testudo.membership.joint.attack.FalseSuspicion;
import org.testudo.membership.joint.attack.ForAndAgainst;
import org.testudo.membership.joint.attack.HiddenJoiner;
import org.testudo.membership.joint.attack.OldSuspicions;
import org.testudo.membership.joint.attack.Readmission;
import org.testudo.membership.joint.attack.TwoJoins;
import org.testudo.simulator.Attack;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Result;
import org.testudo.simulator.Run;
import org.testudo.simulator.Simulation;

/**
 * GM-4: two of seven in league against the membership. No correct member is excluded or replaced; failure detectors err before the
 * calm, so one may be deactivated then, and is back; in the calm none is.
 */
@Tag("sweep")
class ConspiraciesTest {
    private static final int SEEDS = 8;
    private static final int RESTARTS = 5;

    private static CoreFactory cores() {
        return JointGroup.cores(new AbcastRules());
    }

    static List<Attack.Factory> conspiracies() {
        return List.of(
                Chorus::new,
                OldSuspicions::new,
                ForAndAgainst::new,
                Readmission::new,
                HiddenJoiner::new,
                DelayedViews::new,
                FalseAccusation::new,
                FalseSuspicion::new,
                TwoJoins::new);
    }

    @ParameterizedTest
    @MethodSource("conspiracies")
    void twoOfSevenBendNothing(Attack.Factory attack) {
        Result result = conspiracy(cores(), attack).seeds(SEEDS).run();

        assertThat(result.last().correct()).hasSize(5);
    }

    /** Members crash and start again: whoever joins is hidden, delayed, accused at once. */
    @ParameterizedTest
    @MethodSource("conspiracies")
    void oneOfSevenKeepsNobodyOut(Attack.Factory attack) {
        Result result = JointGroup.simulation(cores())
                .group(7)
                .tolerating(2)
                .someoneByzantine(attack)
                .crashes(crash -> crash)
                .seeds(RESTARTS)
                .run();

        assertThat(result.last().correct()).hasSize(6);
    }

    static Simulation conspiracy(CoreFactory cores, Attack.Factory attack) {
        return JointGroup.simulation(cores)
                .group(7)
                .tolerating(2)
                .someoneByzantine(attack)
                .someoneByzantine(attack)
                .check(JointChecks.noCorrectMemberRests(seconds(6), seconds(10)));
    }

    /** GM-6: one that is excluded, and a friend that still sits. */
    @Test
    void whoIsExcludedIsBroughtBackByNoFriend() {
        Result result = Scenarios.FRIENDS
                .with(cores())
                .seeds(SEEDS)
                .each(ConspiraciesTest::excluded)
                .run();

        assertThat(result.last().correct()).hasSize(5);
    }

    private static void excluded(Run run) {
        assertThat(run.live())
                .allMatch(member -> member.view().excluded(run.member(5).id()));
    }

    /** GM-17: back-off doubles. */
    @Test
    void flappingIsDamped() {
        Result result = Scenarios.FLAPPING
                .with(cores())
                .seeds(SEEDS / 4)
                .each(run -> assertThat(run.live().get(0).views().stream().map(ViewRecord::reason))
                        .as("goes and comes back several times")
                        .filteredOn(it -> it.contains("disconnected"))
                        .hasSizeGreaterThan(3))
                .run();

        assertThat(result.last().live()).hasSize(3);
    }
}
