package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.membership.joint.JointChecks.excludedStaysOut;
import static org.testudo.membership.joint.JointChecks.quorumNeverWeakened;
import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;
import static org.testudo.simulator.check.Checks.noFalseExclusion;
import static org.testudo.simulator.check.Checks.oneChain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.membership.joint.attack.LyingStandby;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.Check;
import org.testudo.simulator.Result;
import org.testudo.simulator.SecondJvm;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.attack.Silence;

/**
 * Ordering and membership together (ARCHITECTURE 6): agreement, total order, integrity, FIFO, one chain of certified views,
 * equal agreed time, no false exclusion, no evidence against the correct, bounded state, and progress once the network is
 * calm. Load, loss, duplicates, reordering, partitions, pauses; sensors that report the guilty and slander the innocent.
 */
@Order(2)
@Tag("sweep")
class JointSimulationTest {
    private static final int ENSEMBLES = 4_500;
    private static final int PER_ATTACK = 100;
    private static final int PER_TWIN = 200;
    private static final int PER_CRASH = 60;
    private static final int PER_LATE_START = 75;
    private static final int PER_STANDBY = 100;
    private static final int NONE_FAULTY = 100;
    private static final int RESTARTS = 500;
    private static final int OF_SEVEN = 120;
    private static final int OF_SEVEN_WITH_RESTARTS = 80;

    /** What {@code mvn verify} is owed. */
    private static final int LEAST_IN_ALL = 10_000;

    /** What the membership is owed for, above all. */
    private static final List<Check> NAMED =
            List.of(oneChain(), noFalseExclusion(), excludedStaysOut(), quorumNeverWeakened());

    private static final Coverage ALL = new Coverage();

    private static Simulation simulation() {
        return JointGroup.simulation(JointGroup.cores(new AbcastRules())).each(ALL);
    }

    /** So that no seed is empty, and none is left out unseen. */
    @AfterAll
    static void theSeedsOfABuildCoverWhatTheyAreFor() {
        System.out.println("joint simulation: " + ALL);
        System.out.println("joint simulation, seeds of each check: " + ALL.perCheck());
        if (ALL.runs() < LEAST_IN_ALL) return; // some tests or seeds only
        for (Check each : NAMED) assertThat(ALL.of(each)).as(each.name()).isGreaterThanOrEqualTo(LEAST_IN_ALL);
        assertThat(ALL.of(Coverage.VIEWS)).isGreaterThan(ALL.runs() / 2);
        assertThat(ALL.of(Coverage.EPOCHS)).isGreaterThan(ALL.runs() / 3);
        assertThat(ALL.of(Coverage.FAR)).isGreaterThan(ALL.runs() / 20);
        assertThat(ALL.of(Coverage.CUT)).isGreaterThan(ALL.runs() / 3);
        assertThat(ALL.of(Coverage.AGAIN)).isGreaterThan(RESTARTS / 3);
        assertThat(ALL.of(Coverage.DEACTIVATED)).isGreaterThan(ALL.runs() / 20);
        assertThat(ALL.of(Coverage.EXCUSED)).isLessThan(ALL.runs() / 50);
        assertThat(ALL.of(Coverage.NOTHING)).isLessThan(ALL.runs() / 20);
    }

    /** Also what has a story of its own, of which ensembles have one now and then. */
    static List<Attack.Factory> attacks() {
        List<Attack.Factory> attacks = new ArrayList<>(JointGroup.ATTACKS);
        attacks.addAll(JointGroup.STORIES);
        return attacks;
    }

    @Test
    void holdsUnderAnyEnsembleOfAttacks() {
        Coverage seen = new Coverage();

        Result result = simulation()
                .someoneByzantine(JointGroup.ensemble())
                .seedsOf(Path.of("src/test/resources/seeds/joint.txt"))
                .seeds(ENSEMBLES)
                .each(seen)
                .run();

        if (result.seeds() < ENSEMBLES) return; // one seed was asked for
        assertThat(seen.of(Coverage.SENSOR)).as("exclusions").isGreaterThan(ENSEMBLES / 6);
        assertThat(seen.of(Coverage.EVIDENCE)).as("convictions").isGreaterThan(ENSEMBLES / 30);
        assertThat(seen.of(Coverage.EPOCHS)).as("epoch changes").isGreaterThan(ENSEMBLES / 4);
    }

    @Test
    void aBuildRunsAsManySeedsAsItIsOwed() {
        int ofFour = ENSEMBLES + PER_ATTACK * attacks().size() + NONE_FAULTY + RESTARTS;
        int perMember = PER_TWIN + PER_CRASH + PER_LATE_START;
        int ofSeven = OF_SEVEN + OF_SEVEN_WITH_RESTARTS;

        assertThat(ofFour + 4 * perMember + 2 * PER_STANDBY + ofSeven).isGreaterThanOrEqualTo(LEAST_IN_ALL);
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void holdsUnderEachAttackAlone(Attack.Factory attack) {
        Result result = simulation().someoneByzantine(attack).seeds(PER_ATTACK).run();

        assertThat(result.events()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void holdsAgainstTwinsWithOneKey(int member) {
        Result result = simulation().twins(member).seeds(PER_TWIN).run();

        assertThat(result.events()).isPositive();
    }

    /** The one fault that f = 1 allows is a crash: the others go on. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void goesOnWithoutAMemberThatCrashes(int member) {
        Result result = simulation()
                .crash(ms(300 + 400L * member), member)
                .seeds(PER_CRASH)
                .run();

        assertThat(result.last().live()).hasSize(3);
    }

    @Test
    void everyMemberStaysWhenNoneIsFaulty() {
        Result result = simulation()
                .seeds(NONE_FAULTY)
                .each(run -> assertThat(run.member(0).view().occupants()).hasSize(4))
                .run();

        assertThat(result.last().member(0).view().view().members()).hasSize(4);
    }

    /** GM-3, GM-23: a start without memory is a new incarnation, which is taken in again. */
    @Test
    void whoCrashesAndStartsAgainIsBackAfterACalm() {
        long[] again = new long[1];

        Result result = simulation()
                .crashes(crash -> crash)
                .seeds(RESTARTS)
                .each(run -> again[0] += run.correct().stream()
                        .filter(member -> member.context().start().again())
                        .count())
                .run();

        if (result.seeds() < RESTARTS) return; // one seed was asked for
        assertThat(again[0]).as("starts again").isGreaterThan(RESTARTS / 3);
    }

    /** GM-21: in any order, early and late. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void lateStarterJoinsTheGroupThatHasFormed(int late) {
        Result result = simulation()
                .start(ms(30), (late + 1) % 4)
                .start(ms(200), (late + 2) % 4)
                .start(ms(1_900), late)
                .seeds(PER_LATE_START)
                .run();

        assertThat(result.last().member(late).view().view().members()).hasSize(4);
    }

    /** GM-15: and who lies about being ready takes no seat. */
    @Test
    void standbyTakesTheSeatOfWhoIsExcluded() {
        long[] taken = new long[1];

        Result result = simulation()
                .standbys(1)
                .someoneByzantine(JointGroup.ensemble())
                .seeds(PER_STANDBY)
                .each(run -> taken[0] += run.live().stream()
                        .filter(member -> member.index() == 4
                                && member.view().seats(member.context().origin()))
                        .count())
                .run();

        assertThat(result.events()).isPositive();
        if (result.seeds() == PER_STANDBY)
            assertThat(taken[0]).as("seats taken").isPositive();
    }

    @Test
    void standbyThatLiesTakesNoSeatThatItCannotFill() {
        Result result = simulation()
                .standbys(1)
                .byzantine(4, LyingStandby::new)
                .seeds(PER_STANDBY)
                .run();

        assertThat(result.last().member(0).view().occupants()).hasSize(4);
    }

    @Test
    void sevenMembersBearAFaultyOneAndOneThatStartsAgain() {
        Result result = simulation()
                .group(7)
                .tolerating(2)
                .someoneByzantine(JointGroup.ensemble())
                .crashes(crash -> crash)
                .seeds(OF_SEVEN_WITH_RESTARTS)
                .run();

        assertThat(result.last().correct()).hasSize(6);
    }

    @Test
    void sevenMembersBearTwoFaultyOnes() {
        Result result = simulation()
                .group(7)
                .tolerating(2)
                .someoneByzantine(JointGroup.ensemble())
                .someoneByzantine(JointGroup.ensemble())
                .seeds(OF_SEVEN)
                .run();

        assertThat(result.last().correct()).hasSize(5);
    }

    /** GM-11: members may turn bad one after another, each within the model; none can then speak for a view that it has left. */
    @Test
    void whoTurnsLaterHasNoKeyOfAViewThatItHasLeft() {
        List<Optional<Signature>> made = new ArrayList<>();
        Attack probe = new Attack() {
            @Override
            public void begin(AttackContext context) {
                for (long view = 1; view <= context.view().id(); view++) {
                    var header = new StatementHeader.ViewBound(context.life(), view, 0, 9, StatementTypes.COMMIT);
                    made.add(context.sign(header, new byte[] {1}));
                }
            }

            @Override
            public List<? extends Action<?>> corrupt(
                    int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
                return honest;
            }
        };

        Simulation.of(JointGroup.cores(new AbcastRules()))
                .byzantine(ms(1_500), 3, Silence::new)
                .byzantine(seconds(3), 2, () -> probe)
                .forming()
                .at(ms(1_700), run -> JointGroup.reportIntrusion(run, 3))
                .until(seconds(4))
                .run();

        assertThat(made).hasSize(2);
        assertThat(made.get(0)).isEmpty();
        assertThat(made.get(1)).isPresent();
    }

    @Test
    void theSameSeedGivesTheSameTraceInTwoJvms() {
        assertThat(SecondJvm.output(JointTrace.class)).isEqualTo(JointTrace.text());
    }

    /** So that a failing attack is named in the report of a run. */
    @Test
    void everyAttackIsOfItsOwnKind() {
        List<String> names = attacks().stream()
                .map(each -> each.create().getClass().getSimpleName())
                .toList();

        assertThat(names).doesNotHaveDuplicates().contains("Silence", "Delay", "Replay", "WrongView", "Flood");
    }
}
