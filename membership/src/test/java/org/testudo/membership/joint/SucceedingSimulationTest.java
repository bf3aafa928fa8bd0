package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;

/** GM-21: a start without memory comes back to a group of which one founder is left, or none. */
class SucceedingSimulationTest {
    private static final int SEEDS = 20;

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aStartWithoutMemoryIsToldByThoseWhoSitNow(int retiring) {
        Succeeding.simulation(JointGroup.cores(new AbcastRules()), retiring)
                .seeds(SEEDS)
                .each(run -> assertBack(run, retiring))
                .run();
    }

    @Test
    void aTraitorAmongThemKeepsItFromNothing() {
        Succeeding.withATraitor(JointGroup.cores(new AbcastRules()), JointGroup.ensemble())
                .seeds(SEEDS)
                .each(run -> assertBack(run, 5))
                .run();
    }

    private static void assertBack(Run run, int retiring) {
        SimulatedMember back = run.member(retiring);
        assertThat(back.resumed()).as("with its journal").isFalse();
        assertThat(back.view().seats(back.context().origin())).as("sits again").isTrue();
        assertThat(back.view().id()).isEqualTo(run.furthest().view().id());
        for (int i = 0; i < retiring; i++)
            assertThat(back.view().seatOf(run.member(i).id()))
                    .as("who has retired")
                    .isEmpty();
    }
}
