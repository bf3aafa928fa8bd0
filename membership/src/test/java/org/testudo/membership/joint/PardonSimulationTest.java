package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Result;
import org.testudo.simulator.Run;

/** GM-6: who is excluded comes back by operators' pardon under a new key, and in no other way, whatever its accomplices bring. */
class PardonSimulationTest {
    private static final int SEEDS = 12;

    @Test
    void excludedComeBackUnderTheKeyOfTheirPardonAlone() {
        Result result = Scenarios.PARDONS
                .with(JointGroup.cores(new AbcastRules()))
                .seeds(SEEDS)
                .each(PardonSimulationTest::happened)
                .run();

        assertThat(result.seeds()).isEqualTo(SEEDS);
        assertThat(result.last().correct()).hasSize(6);
    }

    private static void happened(Run run) {
        assertThat(run.furthest().views().stream().map(ViewRecord::reason))
                .as("both are pardoned")
                .filteredOn(reason -> reason.contains(" pardoned by operators "))
                .hasSize(2);
    }
}
