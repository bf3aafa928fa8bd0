package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.simulator.Result;

/** GM-3, GM-18: a group is resized under load and a bad network, while members crash, or one is faulty. */
@Tag("sweep")
class ResizeSimulationTest {
    private static final int SEEDS = 30;

    @Test
    void fourMembersBecomeSevenAndFourAgainWhileMembersCrash() {
        Result result = Scenarios.RESIZES
                .with(JointGroup.cores(new AbcastRules()))
                .seeds(SEEDS)
                .run();

        assertThat(result.last().member(0).view().seats()).hasSize(4);
    }

    @Test
    void aFaultyFounderKeepsNoGroupFromBeingResized() {
        Result result = Resizes.simulation(JointGroup.cores(new AbcastRules()), 1)
                .someoneByzantine(JointGroup.ensemble())
                .seeds(SEEDS)
                .run();

        assertThat(result.last().furthest().views())
                .anyMatch(view -> view.seats().size() == 7);
    }

    @Test
    void whoIsLetGoEndsInAGroupThatHasNothingToOrder() {
        Resizes.idle(JointGroup.cores(new AbcastRules())).seeds(SEEDS / 3).run();
    }
}
