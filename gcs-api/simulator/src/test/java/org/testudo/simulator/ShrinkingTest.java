package org.testudo.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.testudo.simulator.Simulation.ms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.Payload;

/** What is left out, how often it is tried, and what a shrinker is not believed. */
class ShrinkingTest {
    private static final List<Decision> HUNDRED = IntStream.range(0, 100)
            .mapToObj(i -> new Decision(Decision.Kind.values()[i / 25], "m" + i % 5, i))
            .toList();

    /** Fails as long as all of these are there. */
    private static Shrinker.Trial needing(Decision... needed) {
        return only -> only.containsAll(List.of(needed))
                ? HUNDRED.stream().filter(only::contains).toList()
                : null;
    }

    private static Shrinking shrinking(Shrinking.Budget budget) {
        Simulation simulation = Simulation.of(context -> List.of(Layer.silent(new AbstractCore<Void>() {
                    @Override
                    protected void onSubmitted(Payload payload) {
                        // it is enough that it was asked
                    }
                })))
                .workload(30, ms(1), ms(50))
                .crash(ms(10), 1)
                .restart(ms(20), 1)
                .check(Check.of("odd", run -> new Observer() {
                    @Override
                    public void ended() {
                        boolean many = run.submissions().size() >= 2;
                        if (many && run.member(1).context().start().again()) throw new Violation("odd", "both");
                    }
                }))
                .until(ms(100));
        return new Shrinking(simulation.plan(), 5, "odd", budget);
    }

    private static Shrinking.Budget plenty() {
        return new Shrinking.Budget(400, Duration.ofSeconds(1), () -> 0);
    }

    @Test
    void keepsWhatTheFailureNeedsAndNothingElse() {
        Decision one = HUNDRED.get(13);
        Decision other = HUNDRED.get(88);

        assertThat(Shrinker.shrink(HUNDRED, needing(one, other), () -> true)).containsExactly(one, other);
    }

    @Test
    void nothingRemainsOfAFailureThatNeedsNothing() {
        assertThat(Shrinker.shrink(HUNDRED, needing(), () -> true)).isEmpty();
    }

    @Test
    void whatTookNoEffectInAShorterRunIsDroppedWithoutATry() {
        Decision one = HUNDRED.get(60);
        AtomicInteger tries = new AtomicInteger();

        List<Decision> kept = Shrinker.shrink(
                HUNDRED,
                only -> {
                    tries.incrementAndGet();
                    return only.contains(one) ? List.of(one) : null;
                },
                () -> true);

        assertThat(kept).containsExactly(one);
        assertThat(tries).hasValueLessThan(6);
    }

    @Test
    void stopsAtTheMostRunsAndKeepsWhatStillFails() {
        Shrinking.Short found = shrinking(new Shrinking.Budget(3, Duration.ofSeconds(1), () -> 0))
                .shrink(Shrinker::shrink);

        assertThat(found.attempts()).isEqualTo(3);
        assertThat(found.cut()).isTrue();
        assertThat(found.kept()).hasSizeGreaterThan(3);
    }

    @Test
    void stopsWhenTheTimeIsOver() {
        AtomicLong seconds = new AtomicLong();
        Shrinking.Budget budget =
                new Shrinking.Budget(400, Duration.ofSeconds(10), () -> seconds.getAndIncrement() * 1_000_000_000);

        Shrinking.Short found = shrinking(budget).shrink(Shrinker::shrink);

        assertThat(found.attempts()).isLessThan(10);
        assertThat(found.cut()).isTrue();
    }

    @Test
    void theRestartGoesWithItsCrashAndIsNoDecisionOfItsOwn() {
        Shrinking.Short found = shrinking(plenty()).shrink(Shrinker::shrink);

        assertThat(found.cut()).isFalse();
        assertThat(found.decisions()).hasSize(3).contains(new Decision(Decision.Kind.CRASH, "m1", 0));
        assertThat(found.decisions())
                .filteredOn(each -> each.kind() == Decision.Kind.SUBMIT)
                .hasSize(2);
    }

    @Test
    void aShrinkerThatDropsTooMuchIsNotBelieved() {
        Shrinking.Reduction greedy = (all, trial, more) -> {
            List<Decision> kept = new ArrayList<>(Shrinker.shrink(all, trial, more));
            kept.remove(0);
            return kept;
        };

        assertThatThrownBy(() -> shrinking(plenty()).shrink(greedy))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the 2 decisions that shrinking kept do not break 'odd'");
    }

    @Test
    void aRunWithAllItsDecisionsIsTheRunOfTheSeed() {
        Plan plan = NetworkTest.rough().plan();
        Decisions all = Decisions.recorded(Optional.empty());
        Run whole = new Run(plan, 11, 0, all);
        whole.execute();
        Set<Decision> made = new HashSet<>();
        all.made().forEach(each -> made.add(each.decision()));

        Run again = new Run(plan, 11, 0, Decisions.of(Optional.of(made)));
        again.execute();
        Run without = new Run(plan, 11, 0, Decisions.of(Optional.of(Set.of())));
        without.execute();

        assertThat(made).hasSizeGreaterThan(50);
        assertThat(again.traceHash()).isEqualTo(whole.traceHash());
        assertThat(without.traceHash()).isNotEqualTo(whole.traceHash());
    }

    @Test
    void aScheduleIsReadAsItWasWritten(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("schedule.txt");
        Decision nap = new Decision(Decision.Kind.NAP, "m2#1", 4);
        Schedule.write(file, "seed 5", List.of(new Decisions.Made(nap, 7_000_000, () -> "until\n9.000ms # or so")));

        assertThat(Files.readAllLines(file)).containsExactly("# seed 5", "nap m2#1 4 # 7.000ms until 9.000ms # or so");
        assertThat(Schedule.read(file)).containsExactly(nap);
    }

    @Test
    void aLineThatIsNoDecisionIsNamed(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("schedule.txt");
        Files.writeString(file, "# seed 5\nloss m0->m1 3\nlose m0->m1 3\n");

        assertThatThrownBy(() -> Schedule.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schedule.txt:3: 'lose m0->m1 3' is no decision; write one as 'loss m0->m1 3'");
    }
}
