package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.simulator.Simulation.ms;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.kernel.notice.Suspected;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.membership.joint.attack.Mute;
import org.testudo.simulator.Attack;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Result;
import org.testudo.simulator.Run;

/** FD-2, FD-3: failure detector, ordering and membership together, with members that live and are mute. */
@Tag("sweep")
class MutenessSimulationTest {
    private static final int SEEDS = 8;
    private static final int PER_ATTACK = 3;
    /** The bound of a peer that has always paid in time: twice a second, a round trip and a round. */
    private static final Duration LATEST = ms(4_000);

    private static CoreFactory cores() {
        return JointGroup.cores(new AbcastRules());
    }

    /** The first leader among them, which others complain of meanwhile. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void muteMemberIsSuspectedByAllRestsAndIsBackWhenItSpeaks(int mute) {
        Result result = Muteness.simulation(cores(), mute)
                .seeds(SEEDS)
                .each(run -> rested(run, mute))
                .run();

        assertThat(result.last().correct()).hasSize(3);
    }

    private static void rested(Run run, int mute) {
        List<String> reasons =
                run.live().get(0).views().stream().map(ViewRecord::reason).toList();
        assertThat(reasons).anyMatch(it -> it.contains(run.member(mute).id() + " inactive: suspected by"));
        for (var member : run.live()) {
            long times = member.notices(Suspected.class).stream()
                    .filter(it -> it.reason().equals("mute"))
                    .count();
            assertThat(times).as("no flapping").isEqualTo(1);
            assertThat(member.notices(Suspected.class).get(0).silence()).isLessThan(LATEST);
        }
    }

    /** Its leader proposes an empty batch now and then; all the rest of the time nobody owes anything. */
    @Test
    void groupThatHasNothingToDoSuspectsNobody() {
        Result result = Muteness.idle(cores())
                .seeds(SEEDS)
                .each(run -> assertThat(run.live())
                        .allMatch(it -> it.notices(Suspected.class).isEmpty()))
                .run();

        assertThat(result.last().live()).hasSize(4);
    }

    /** For the same reason. */
    @Test
    void muteMemberIsFoundWhereThereIsNothingToDo() {
        Muteness.idle(cores())
                .byzantine(Muteness.FALLS_MUTE, 3, Mute::new)
                .check(Muteness.onlyTheMute(3, false))
                .seeds(SEEDS)
                .each(run -> assertThat(run.live())
                        .allMatch(it -> it.notices(Suspected.class).stream()
                                .anyMatch(said -> said.reason().equals("mute"))))
                .run();
    }

    static List<Attack.Factory> attacks() {
        return JointSimulationTest.attacks();
    }

    /** Withheld proposals and votes, void slots, false states, other views: no attack makes a correct member mute. */
    @ParameterizedTest
    @MethodSource("attacks")
    void noAttackMakesACorrectMemberMute(Attack.Factory attack) {
        Result result = Muteness.group(cores())
                .someoneByzantine(attack)
                .check(Muteness.onlyTheMute(-1, false))
                .seeds(PER_ATTACK)
                .run();

        assertThat(result.events()).isPositive();
    }

    /** A member that starts again without memory catches up, joins and is inactive for a while: it is not mute. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void memberThatStartsAgainIsNotMute(int member) {
        Result result = Muteness.group(cores())
                .application(Register::new)
                .crash(ms(4_000), member)
                .restart(ms(9_000), member)
                .check(Muteness.onlyTheMute(-1, false), JointChecks.everybodyIsBack())
                .seeds(SEEDS)
                .run();

        assertThat(result.last().live()).hasSize(4);
    }
}
