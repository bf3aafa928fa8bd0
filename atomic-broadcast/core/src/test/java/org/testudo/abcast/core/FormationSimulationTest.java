package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.abcast.core.AbcastSimulations.withOutsiders;
import static org.testudo.abcast.core.AbcastSimulations.withViewChanges;
import static org.testudo.simulator.Simulation.seconds;

import org.junit.jupiter.api.Test;
import org.testudo.simulator.Result;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.attack.Corrupt;
import org.testudo.simulator.attack.Delay;
import org.testudo.simulator.attack.Drop;
import org.testudo.simulator.attack.Flood;
import org.testudo.simulator.attack.Replay;
import org.testudo.simulator.attack.Silence;

/** GM-21: any quorum of founders forms a group, and no two groups are formed. */
class FormationSimulationTest {
    @Test
    void foundersFormAGroupOnAQuietNetwork() {
        Result result = AbcastSimulations.simulation()
                .forming()
                .seeds(20)
                .each(FormationSimulationTest::inOneLife)
                .run();

        assertThat(result.last().member(0).view().occupants()).hasSize(4);
    }

    @Test
    void foundersFormAGroupInAStorm() {
        Result result = AbcastSimulations.stormy(new AbcastRules())
                .forming()
                .seeds(40)
                .each(FormationSimulationTest::inOneLife)
                .run();

        assertThat(result.events()).isPositive();
    }

    @Test
    void foundersFormAGroupWhateverOneOfThemDoes() {
        AbcastSimulations.stormy(new AbcastRules())
                .forming()
                .someoneByzantine(FormationAttacks.all())
                .seeds(40)
                .each(FormationSimulationTest::inOneLife)
                .run();
    }

    @Test
    void foundersFormAGroupWithALeaderThatAttacksTheOrdering() {
        AbcastSimulations.stormy(new AbcastRules())
                .forming()
                .someoneByzantine(AbcastAttacks.all())
                .seeds(40)
                .each(FormationSimulationTest::inOneLife)
                .run();
    }

    @Test
    void foundersFormAGroupWithOneThatNeedsNoProtocolToAttack() {
        AbcastSimulations.stormy(new AbcastRules())
                .forming()
                .someoneByzantine(Silence::new, Replay::new, Flood::new, Delay::new, Drop::new, Corrupt::new)
                .seeds(40)
                .each(FormationSimulationTest::inOneLife)
                .run();
    }

    @Test
    void groupThatFormedItselfOrdersAcrossViewChanges() {
        withOutsiders(withViewChanges(
                        AbcastSimulations.stormy(new AbcastRules()).forming()))
                .someoneByzantine(AbcastAttacks.all())
                .seeds(40)
                .each(FormationSimulationTest::inOneLife)
                .run();
    }

    /** The start for each is what the rule before the wait could not bear for ever. */
    @Test
    void checksNoticeAFounderThatKeepsTheOthersFromForming() {
        String check = AbcastSimulations.stormy(new Mutants.AllMustBeMet())
                .forming()
                .byzantine(1, FormationAttacks.StartForEach::new)
                .until(seconds(8))
                .seeds(10)
                .hunt()
                .check();

        assertThat(check).isEqualTo("delivery after calm");
    }

    private static void inOneLife(Run run) {
        assertThat(run.live().stream()
                        .map(SimulatedMember::view)
                        .map(view -> view.life())
                        .distinct())
                .hasSize(1);
        assertThat(run.live()).allMatch(member -> !member.view().life().forming());
    }
}
