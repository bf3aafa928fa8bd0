package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.testudo.simulator.Result;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;

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
                .seeds(60)
                .each(FormationSimulationTest::inOneLife)
                .run();

        assertThat(result.events()).isPositive();
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
