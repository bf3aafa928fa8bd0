package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.simulator.Result;

/** SICP-11: a CRL in the order, handed to a few, under a bad network, with a silent member, restarts of none. */
class RevocationSimulationTest {
    private static final int SEEDS = 60;

    @Test
    void oneCrlIsInForceForAllFromTheSameSlotOn() {
        Result result = Scenarios.REVOCATIONS
                .with(JointGroup.cores(new AbcastRules()))
                .seeds(SEEDS)
                .run();

        assertThat(result.seeds()).isEqualTo(SEEDS);
    }
}
