package org.testudo.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.testudo.simulator.Simulation.ms;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.EntryId;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.ViewRecord;

/** A member that crashes, and what starts again in its name. */
class RestartTest {
    private static final TimerId BEAT = new TimerId("beat");
    private static final byte[] BODY = {1};

    /** Tells everybody what it is told, beats every 10 ms, and notes what it sees. */
    private static final class Witness extends AbstractCore<Long> {
        final MemberContext context;
        final List<String> seen = new ArrayList<>();
        Instant wallClock;

        Witness(MemberContext context) {
            this.context = context;
        }

        @Override
        protected void onInstalled(ViewRecord view) {
            seen.add("view " + view.id());
            wallClock = now().wallClock();
            arm(BEAT, ms(10));
        }

        @Override
        protected void onTimerFired(TimerId timer) {
            seen.add("beat " + now().elapsed().toMillis());
            if (seen.size() < 5) arm(BEAT, ms(10));
        }

        @Override
        protected void onSubmitted(Payload payload) {
            String text = new String(((Payload.Own) payload).body(), java.nio.charset.StandardCharsets.UTF_8);
            if (text.equals("persist")) persist(new EntryId(1), BODY);
            else multicast(Long.parseLong(text));
        }

        @Override
        protected void onPersisted(EntryId entry) {
            seen.add("persisted");
        }

        @Override
        protected void onReceived(Authentic<Long> message) {
            seen.add(message.sender() + " says " + message.message());
        }
    }

    private static Simulation simulation() {
        return Simulation.of(context -> List.of(new Layer<>(new Witness(context), new NetworkTest.Numbers())))
                .network(n -> n.exactly().delay(ms(5), ms(5)))
                .until(ms(100));
    }

    private static Witness witness(Run run, int member) {
        return (Witness) run.member(member).core(0);
    }

    private static Witness witness(Result result, int member) {
        return witness(result.last(), member);
    }

    @Test
    void aNewStartBeginsInTheFirstViewWithAClockOfItsOwn() {
        Result result = simulation().crash(ms(15), 2).restart(ms(50), 2).run();

        assertThat(witness(result, 2).seen).containsExactly("view 0", "beat 10", "beat 20", "beat 30", "beat 40");
        assertThat(result.last().member(2).views()).hasSize(1);
        assertThat(result.last().live()).hasSize(4);
    }

    @Test
    void theFactoryIsToldWhichStartItBuildsFor() {
        Witness result =
                witness(simulation().crash(ms(15), 2).restart(ms(50), 2).run(), 2);
        Start start = result.context.start();

        assertThat(start.number()).isEqualTo(1);
        assertThat(start.again()).isTrue();
        assertThat(start.at()).isEqualTo(ms(50));
        assertThat(start.wallClock()).isEqualTo(result.wallClock);
    }

    /** GM-23. */
    @Test
    void eachStartIsCalledHigherThanTheOneBefore() {
        List<Long> incarnations = new ArrayList<>();
        List<Start> starts = new ArrayList<>();
        Simulation.of(context -> {
                    if (context.index() == 2) incarnations.add(context.origin().incarnation());
                    if (context.index() == 2) starts.add(context.start());
                    return List.of(Layer.silent(new AbstractCore<Void>() {}));
                })
                .crash(ms(10), 2)
                .restart(ms(10), 2)
                .crash(ms(10), 2)
                .restart(ms(10), 2)
                .until(ms(20))
                .run();

        long clock = starts.get(1).wallClock().toEpochMilli();
        assertThat(incarnations).containsExactly(1L, clock, clock + 1);
    }

    @Test
    void whatIsOnItsWayToAMemberIsGoneWithItsCrash() {
        Result result = simulation()
                .submit(ms(12), 0, "1") // arrives after the restart, for the start before it
                .submit(ms(14), 0, "2") // is sent while nobody is there
                .submit(ms(15), 0, "3")
                .crash(ms(13), 2)
                .restart(ms(15), 2)
                .run();

        assertThat(witness(result, 1).seen).contains("m0 says 1", "m0 says 2", "m0 says 3");
        assertThat(witness(result, 2).seen)
                .doesNotContain("m0 says 1", "m0 says 2")
                .contains("view 0");
    }

    @Test
    void aNewStartHearsWhatIsSentToIt() {
        Result result = simulation()
                .crash(ms(13), 2)
                .restart(ms(15), 2)
                .submit(ms(16), 0, "3")
                .run();

        assertThat(witness(result, 2).seen).contains("m0 says 3");
    }

    @Test
    void whatAMemberHasSentOutlivesItsCrash() {
        Result result = simulation()
                .submit(ms(12), 2, "7")
                .crash(ms(13), 2)
                .restart(ms(14), 2)
                .run();

        assertThat(witness(result, 0).seen).contains("m2 says 7");
    }

    @Test
    void whatItAskedItsHostForIsNotAnsweredToTheNextStart() {
        Result result = simulation()
                .submit(ms(12), 2, "persist")
                .crash(ms(12), 2)
                .restart(ms(12), 2)
                .run();

        assertThat(witness(result, 2).seen).doesNotContain("persisted");
    }

    @Test
    void aMemberThatIsDownIsAskedForNothing() {
        Result result = simulation()
                .crash(ms(10), 2)
                .submit(ms(20), 2, "7")
                .restart(ms(30), 2)
                .run();

        assertThat(result.last().submissions()).isEmpty();
    }

    @Test
    void aNewStartHasViewKeysOfItsOwnAndNoneOfTheStartBefore() {
        SimulatedKeys keys = new SimulatedKeys();
        KeyRing first = new KeyRing(keys, "m2", 0, true);
        KeyRing second = new KeyRing(keys, "m2", 1, true);
        List<StatementKey> before = first.newViewKeys(3);

        assertThat(second.newViewKeys(3)).doesNotContainAnyElementsOf(before);
        assertThat(second.statementKey()).isEqualTo(first.statementKey());
    }

    @Test
    void anAdversaryForgetsNoKeyInACrash() {
        Attack none = (layer, event, honest, context) -> honest;
        List<KeyRing> rings = new ArrayList<>();

        simulation()
                .byzantine(3, () -> none)
                .at(ms(1), run -> rings.add(run.member(3).keys()))
                .crash(ms(2), 3)
                .restart(ms(3), 3)
                .crash(ms(2), 2)
                .at(ms(2), run -> rings.add(run.member(2).keys()))
                .restart(ms(3), 2)
                .each(run -> {
                    assertThat(run.member(3).keys()).isSameAs(rings.get(0));
                    assertThat(run.member(2).keys()).isNotSameAs(rings.get(1));
                })
                .run();
    }

    @Test
    void aMemberMayStartLate() {
        Result result = simulation()
                .start(ms(40), 1)
                .submit(ms(10), 0, "1")
                .submit(ms(20), 1, "2")
                .submit(ms(50), 0, "3")
                .run();

        assertThat(witness(result, 1).seen).startsWith("view 0", "beat 10").contains("m0 says 3");
        assertThat(witness(result, 1).seen).doesNotContain("m0 says 1");
        assertThat(result.last().submissions()).hasSize(2);
        assertThat(witness(result, 1).context.start().at()).isEqualTo(ms(40));
    }

    @Test
    void onlyAMemberThatIsDownCanStartAgain() {
        assertThatThrownBy(() -> simulation().restart(ms(10), 2).run())
                .isInstanceOf(Violation.class)
                .hasMessageContaining("m2 is not down; crash it before its restart");
    }

    @Test
    void theLastStepsShowCrashesAndStarts() {
        Run run = simulation().crash(ms(10), 2).restart(ms(95), 2).run().last();

        assertThat(run.lastSteps()).anyMatch(line -> line.endsWith("m2 [host] crashes"));
        assertThat(run.lastSteps()).anyMatch(line -> line.endsWith("m2#1 [host] starts"));
    }

    /** G-1: a loss of memory is a fault, and these cores are never taken in again. */
    @Test
    void noMoreMembersLoseTheirMemoryThanTheGroupTolerates() {
        List<Long> forgetful = new ArrayList<>();
        drawing(plan -> plan)
                .seeds(50)
                .each(run -> forgetful.add(forgetful(run)))
                .run();

        assertThat(forgetful).contains(0L, 1L).doesNotContain(2L);
    }

    @Test
    void aByzantineMemberTakesThePlaceOfOneThatCrashes() {
        Attack none = (layer, event, honest, context) -> honest;
        drawing(plan -> plan)
                .seeds(20)
                .byzantine(3, () -> none)
                .each(run -> assertThat(forgetful(run)).isZero())
                .run();
    }

    @Test
    void whoIsTakenInAgainCountsNoLonger() {
        List<Long> forgetful = new ArrayList<>();
        drawing(plan -> plan.recoveredWhen(member -> true))
                .seeds(50)
                .each(run -> forgetful.add(forgetful(run)))
                .run();

        assertThat(forgetful).anyMatch(count -> count > 1);
    }

    @Test
    void neverMoreAreDownThanSaidAndNoneInTheCalm() {
        Map<Integer, Integer> down = new LinkedHashMap<>();
        Check watch = Check.of("few down", run -> new Observer() {
            @Override
            public boolean watchesSteps() {
                return true;
            }

            @Override
            public void stepped(SimulatedMember member, int layer) {
                long stopped =
                        run.members().stream().filter(SimulatedMember::stopped).count();
                down.merge((int) stopped, 1, Integer::sum);
                if (run.now().compareTo(Duration.ofMillis(2001)) > 0)
                    assertThat(stopped).isZero();
            }
        });
        drawing(plan -> plan.atMost(2).downFor(ms(100), ms(900)).every(ms(50)).recoveredWhen(member -> true))
                .seeds(30)
                .check(watch)
                .run();

        assertThat(down).containsKeys(0, 1, 2).doesNotContainKey(3);
    }

    @Test
    void aPlanOfCrashesSaysWhatIsWrongWithIt() {
        assertThatThrownBy(() -> new CrashPlan().atMost(0)).hasMessageContaining("ask for 1 or more");
        assertThatThrownBy(() -> new CrashPlan().downFor(ms(2), ms(1))).hasMessageContaining("the shorter one first");
        assertThatThrownBy(() -> new CrashPlan().every(ms(0))).hasMessageContaining("above zero");
    }

    /** Members that beat for ever, so that there are steps to look at. */
    private static Simulation drawing(java.util.function.UnaryOperator<CrashPlan> plan) {
        return Simulation.of(context -> List.of(Layer.silent(new AbstractCore<Void>() {
                    @Override
                    protected void onInstalled(ViewRecord view) {
                        arm(BEAT, ms(10));
                    }

                    @Override
                    protected void onTimerFired(TimerId timer) {
                        arm(BEAT, ms(10));
                    }
                })))
                .crashes(plan)
                .calmAfter(ms(2000))
                .until(ms(2500));
    }

    private static long forgetful(Run run) {
        return run.members().stream()
                .filter(member -> member.context().start().again())
                .count();
    }
}
