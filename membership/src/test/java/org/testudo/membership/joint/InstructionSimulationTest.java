package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.simulator.Result;

/** GM-24: what operators tell, handed to a few, under a bad network, with a member that brings it again and again. */
class InstructionSimulationTest {
    private static final int SEEDS = 60;

    @Test
    void whatEnoughOperatorsApproveHappensOnceAndNothingElseDoes() {
        Result result = Scenarios.INSTRUCTIONS
                .with(JointGroup.cores(new AbcastRules()))
                .seeds(SEEDS)
                .run();

        assertThat(result.seeds()).isEqualTo(SEEDS);
    }
}
