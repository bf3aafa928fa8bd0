package org.testudo.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.simulator.Simulation.ms;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.TimerId;

/** Seeds on several threads give what they give on one. */
class SweepTest {
    private static final TimerId ECHO = new TimerId("echo");

    private static Simulation simulation() {
        return Simulation.of(context -> List.of(Layer.silent(new AbstractCore<Void>() {
                    @Override
                    protected void onSubmitted(Payload payload) {
                        arm(ECHO, ms(context.random().between(1, 30)));
                    }
                })))
                .workload(20, ms(1), ms(50))
                .until(ms(100));
    }

    /** Seeds from this one on break it, the later the sooner. */
    private static Check breakingFrom(long first) {
        return Check.of("odd", run -> new Observer() {
            @Override
            public void submitted(Submission submission) {
                if (run.seed() > first) throw new Violation("odd", "soon");
            }

            @Override
            public void ended() {
                if (run.seed() == first) throw new Violation("odd", "late");
            }
        });
    }

    private final String seeds = System.getProperty(Seeds.SEEDS);

    /** These tests are about their own seeds. */
    @BeforeEach
    void asksForNoOthers() {
        System.clearProperty(Seeds.SEEDS);
    }

    @AfterEach
    void forgetProperties() {
        if (seeds != null) System.setProperty(Seeds.SEEDS, seeds);
        System.clearProperty(Sweep.THREADS);
        System.clearProperty(Forever.PROPERTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "5"})
    void theResultDoesNotDependOnTheThreads(String threads) {
        Result alone = simulation().seeds(60).run();
        System.setProperty(Sweep.THREADS, threads);
        List<Long> shown = new ArrayList<>();

        Result result = simulation()
                .onAllProcessors()
                .seeds(60)
                .each(run -> shown.add(run.seed()))
                .run();

        assertThat(result.traceHash()).isEqualTo(alone.traceHash());
        assertThat(result.events()).isEqualTo(alone.events());
        assertThat(result.last().seed()).isEqualTo(59);
        assertThat(shown).isSorted().hasSize(60);
    }

    @Test
    void theSmallestFailingSeedIsTheOneThatIsTold() {
        System.setProperty(Sweep.THREADS, "4");

        Violation caught =
                simulation().onAllProcessors().seeds(60).check(breakingFrom(17)).hunt();

        assertThat(caught.seed()).isEqualTo(17);
        assertThat(caught.what()).isEqualTo("late");
        assertThat(caught.getMessage()).contains("-Dtest=SweepTest#theSmallestFailingSeedIsTheOneThatIsTold");
    }

    @Test
    void alsoWhenItGoesOnForEver() {
        System.setProperty(Sweep.THREADS, "3");
        System.setProperty(Forever.PROPERTY, "true");

        Violation caught =
                simulation().onAllProcessors().seeds(2).check(breakingFrom(100)).hunt();

        assertThat(caught.seed()).isEqualTo(100);
    }

    @Test
    void severalRunAtATimeOnThreadsThatEndWithThem() throws InterruptedException {
        System.setProperty(Sweep.THREADS, "2");
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch both = new CountDownLatch(2);

        simulation()
                .onAllProcessors()
                .at(ms(1), run -> {
                    threads.add(Thread.currentThread());
                    both.countDown();
                    meet(both);
                })
                .seeds(2)
                .run();

        assertThat(threads).hasSize(2).doesNotContain(Thread.currentThread());
        for (Thread each : threads) each.join(10_000);
        assertThat(threads).noneMatch(Thread::isAlive);
    }

    private static void meet(CountDownLatch both) {
        try {
            assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing but progress is excused. */
    @Test
    void aRunBeyondTheModelIsOwedNoProgressButSafety() {
        Check awaited = Check.awaiting("progress", run -> new Observer() {
            @Override
            public void ended() {
                throw new Violation("progress", "none");
            }
        });
        List<Boolean> excused = new ArrayList<>();

        simulation()
                .check(awaited)
                .excusing(run -> true)
                .seeds(3)
                .each(run -> excused.add(run.excused()))
                .run();

        assertThat(excused).containsOnly(true);
        assertThat(simulation().check(awaited).excusing(run -> false).hunt().check())
                .isEqualTo("progress");
        assertThat(simulation()
                        .check(awaited, breakingFrom(-1))
                        .excusing(run -> true)
                        .hunt()
                        .check())
                .isEqualTo("odd");
    }
}
