package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.kernel.view.Occupant;
import org.testudo.simulator.Result;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;

/** Attacks that need a story of their own, which random schedules do not tell. */
class JointAttacksTest {
    private static final int SEEDS = 12;

    /** GM-21: nor is one who comes late misled by a faulty member that was there. */
    @Test
    void whatIsLeftOfAFormerLifeIsNotBelieved() {
        Result result = FormerLives.simulation(JointGroup.cores(new AbcastRules()))
                .seeds(SEEDS)
                .each(JointAttacksTest::formedOfPresentStarts)
                .run();

        assertThat(result.last().correct()).hasSize(3);
    }

    private static void formedOfPresentStarts(Run run) {
        assertThat(run.member(FormerLives.SURVIVOR).views().size())
                .as("views of the former life")
                .isGreaterThan(1);
        for (SimulatedMember member : run.live()) {
            assertThat(member.views().get(1).life())
                    .isNotEqualTo(
                            run.member(FormerLives.SURVIVOR).views().get(1).life());
            assertThat(member.view().occupant(member.id()).map(Occupant::incarnation))
                    .contains(member.context().origin().incarnation());
        }
    }

    /** GM-11, AB-15: nor do two, whom a straggler would follow into another epoch. */
    @Test
    void whoHasLeftAViewLeadsNoStragglerOnInIt() {
        Result result = ClosedViews.twoTurned(JointGroup.cores(new AbcastRules()))
                .seeds(SEEDS)
                .each(run -> assertThat(run.member(ClosedViews.STRAGGLER).view().exclusions())
                        .hasSize(2))
                .run();

        assertThat(result.last().live()).hasSize(5);
    }

    /** GM-11: whoever has turned meanwhile has no keys of the views that a straggler still stands in. */
    @Test
    void whoHasLeftAViewCannotGoOnInIt() {
        Result result = ClosedViews.simulation(JointGroup.cores(new AbcastRules()))
                .seeds(SEEDS)
                .each(run -> assertThat(run.member(ClosedViews.STRAGGLER).view().exclusions())
                        .hasSize(3))
                .run();

        assertThat(result.last().live()).hasSize(4);
    }
}
