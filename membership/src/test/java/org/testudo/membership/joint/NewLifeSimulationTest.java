package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.api.MemberId;
import org.testudo.kernel.notice.MemoryLost;
import org.testudo.kernel.view.Recovered;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.membership.joint.NewLife.Left;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Simulation;

/** GM-22: what becomes of a group that has lost the state of more than n-Q members, by itself and by its operators. */
class NewLifeSimulationTest {
    private static final int SEEDS = 3;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLifeThatOperatorsBeginGoesOnFromTheStateThatAQuorumSigned(boolean excludes) throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            Left left = NewLife.left(seed, excludes);
            Recovered from = left.recovered();
            assertThat(left.late().refusal(left.genesis(), left.verifier())).isEmpty();
            assertThat(left.late().statement().slot())
                    .isGreaterThan(left.early().statement().slot());

            Simulation next = NewLife.next(from);
            if (excludes) next.byzantine(NewLife.OUT, NewLife.HONEST);
            next.seed(seed).each(run -> assertGoesOn(run, from, excludes)).run();
        }
    }

    private static void assertGoesOn(Run run, Recovered from, boolean excludes) {
        List<SimulatedMember> living = excludes ? run.members().subList(0, NewLife.OUT) : run.members();
        for (SimulatedMember each : living) {
            ViewRecord first = each.views().get(1);
            Register register = (Register) each.application().orElseThrow().machine();
            assertThat(register.executed()).isEqualTo(executed(from) + 20);
            assertThat(first.reason())
                    .contains("begun by operators from slot " + from.statement().slot());
            assertThat(first.agreedTime()).isAfterOrEqualTo(from.last().agreedTime());
            assertThat(each.view().excluded(new MemberId("m3"))).isEqualTo(excludes);
            assertThat(each.view().life()).isNotEqualTo(from.statement().ended());
        }
        if (excludes)
            assertThat(run.member(NewLife.OUT).deliveries()).as("of who is out").isEmpty();
    }

    private static long executed(Recovered from) {
        try {
            return NewLife.state(from).executed();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What operators have signed is part of the genesis: with another word, or none, a member is of another group. */
    @Test
    void onlyWhoWasGivenTheSameWordIsPartOfIt() {
        Left left = NewLife.left(0, false);
        List<Optional<Recovered>> others =
                List.of(Optional.empty(), Optional.of(left.early().recovered()));

        for (Optional<Recovered> other : others) {
            NewLife.next(left.recovered())
                    .astray(2, other)
                    .byzantine(2, NewLife.HONEST)
                    .seed(1)
                    .each(run -> {
                        assertThat(run.member(2).view().id()).isZero();
                        assertThat(run.member(0).view().occupant(run.member(2).id()))
                                .isEmpty();
                    })
                    .run();
        }
    }

    /** Two and two: nobody has a quorum, and nobody gives in. */
    @Test
    void twoWordsAreTwoGroupsAndNoneOfThemForms() {
        Left left = NewLife.left(0, false);

        assertThat(NewLifeMutantsTest.divided(left)).isEqualTo("no group");
    }

    /** With journals, those who have lost theirs do not form the group anew: it has lived. */
    @Test
    void membersWithoutMemoryWaitForThoseWhoRemember() {
        for (long seed = 0; seed < SEEDS; seed++)
            lost(new AbcastRules())
                    .seed(seed)
                    .each(run -> {
                        for (SimulatedMember each : run.members().subList(1, 4)) {
                            assertThat(each.view().id())
                                    .as("view of " + each.id())
                                    .isZero();
                            assertThat(each.notices(MemoryLost.class)).hasSize(1);
                        }
                        assertThat(run.member(0).view().id()).isPositive();
                        assertThat(run.member(0).view().life())
                                .isEqualTo(run.journals().starts().get(0).view().life());
                    })
                    .run();
    }

    @Test
    void aMutantThatForgetsThatItHasLivedFormsAnotherLife() {
        assertThat(runsThatGoOn(RuleMutants.formerLifeForgotten()))
                .as("former life forgotten")
                .isEqualTo(SEEDS);
    }

    /** One that remembers could be a traitor: its word of who lives, and the chain that it shows, are not enough. */
    @Test
    void aMutantThatBelievesOneIsInALifeThatIsOver() {
        assertThat(runsThatGoOn(RuleMutants.oneVouches())).as("one vouches").isEqualTo(SEEDS);
    }

    /** In how many runs members without memory did not wait. */
    private static int runsThatGoOn(AbcastRules rules) {
        int goOn = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            long[] views = new long[1];
            lost(rules)
                    .seed(seed)
                    .each(run -> views[0] = run.member(1).view().id())
                    .run();
            if (views[0] > 0) goOn++;
        }
        return goOn;
    }

    /**
     * Somebody has moved journals away, and six of seven have formed another life. Whoever starts then without memory is shown
     * both: the chain of the former one first, perhaps. It goes on in the life of which f+1 say that they live in it.
     */
    @Test
    void aStartBetweenTwoLivesGoesOnInTheOneOfMany() {
        for (long seed = 0; seed < SEEDS; seed++)
            two().seed(seed)
                    .each(run -> {
                        ViewRecord one = run.member(1).view();
                        ViewRecord back = run.member(6).view();
                        assertThat(back.life()).isEqualTo(one.life());
                        assertThat(back.id()).isEqualTo(one.id());
                        assertThat(back.seats(run.member(6).context().origin())).isTrue();
                        assertThat(run.member(0).view().life()).isNotEqualTo(one.life());
                    })
                    .run();
    }

    private static Simulation two() {
        return Simulation.of(JointGroup.cores(new AbcastRules()))
                .group(7)
                .tolerating(2)
                .forming()
                .journals()
                .network(n -> n.delay(ms(1), ms(10)).loss(0.05).reorder())
                .crash(ms(1_200), 2)
                .restart(ms(1_300), 2)
                .at(ms(2_500), run -> {
                    for (int i = 0; i < 7; i++) run.crash(i);
                    for (int i = 1; i < 7; i++) run.journals().rollBack(i, 0);
                    for (int i = 1; i < 7; i++) run.restart(i);
                })
                .crash(ms(5_000), 6)
                .at(ms(5_100), run -> {
                    run.journals().rollBack(6, 0);
                    run.restart(0);
                })
                .restart(ms(5_300), 6)
                .calmAfter(seconds(6))
                .until(seconds(20));
    }

    private static Simulation lost(AbcastRules rules) {
        Simulation simulation = Simulation.of(JointGroup.cores(rules))
                .group(4)
                .tolerating(1)
                .forming()
                .journals()
                .network(n -> n.delay(ms(1), ms(10)).loss(0.05).reorder())
                .application(Register::new)
                .at(ms(1_600), run -> {
                    for (int i = 0; i < 4; i++) run.crash(i);
                })
                .at(ms(1_700), run -> {
                    for (int i = 1; i < 4; i++) run.journals().rollBack(i, 0);
                    for (int i = 0; i < 4; i++) run.restart(i);
                })
                .calmAfter(seconds(2))
                .until(seconds(8));
        for (int i = 0; i < 20; i++) {
            int number = i;
            simulation.at(ms(500 + 40L * i), run -> run.submit(number % 4, "operation " + number));
        }
        return simulation;
    }
}
