package org.testudo.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.testudo.simulator.Simulation.ms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.kernel.Invariant;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.EntryId;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.TaskId;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.view.ViewRecord;

class SimulationTest {
    private static final TimerId BEAT = new TimerId("beat");

    /** Notes what happens to it. */
    private static final class Witness extends AbstractCore<Void> {
        private final List<String> seen = new ArrayList<>();

        @Override
        protected void onInstalled(ViewRecord view) {
            seen.add("view " + view.id());
            arm(BEAT, ms(10));
        }

        @Override
        protected void onTimerFired(TimerId timer) {
            seen.add(timer.name() + " " + now().elapsed().toMillis());
            if (seen.size() < 4) arm(BEAT, ms(10));
        }

        @Override
        protected void onSubmitted(Payload payload) {
            String text = new String(((Payload.Own) payload).body(), java.nio.charset.StandardCharsets.UTF_8);
            seen.add(text);
            Invariant.check(!text.equals("break"), "asked to");
            if (text.equals("throw")) throw new IllegalStateException("asked to");
            if (text.equals("disarm")) disarm(BEAT);
            if (text.equals("persist")) persist(new EntryId(7), new byte[0]);
            if (text.equals("compute")) compute(new TaskId(8), () -> new byte[] {9});
        }

        @Override
        protected void onPersisted(EntryId entry) {
            seen.add("persisted " + entry.number());
        }

        @Override
        protected void onComputed(TaskId task, byte[] result) {
            seen.add("computed " + task.number() + " " + result[0]);
        }
    }

    private static Simulation simulation() {
        return Simulation.of(context -> List.of(Layer.silent(new Witness())))
                .network(NetworkPlan::exactly)
                .until(ms(100));
    }

    private static List<String> seen(Result result, int member) {
        return ((Witness) result.last().member(member).core(0)).seen;
    }

    @AfterEach
    void forgetProperties() {
        System.clearProperty(Seeds.SEED);
        System.clearProperty(Seeds.SEEDS);
    }

    @Test
    void theFirstEventOfEveryCoreIsTheFirstView() {
        assertThat(seen(simulation().run(), 2)).first().isEqualTo("view 0");
    }

    @Test
    void timersFireWhenTheyAreDue() {
        assertThat(seen(simulation().run(), 0)).containsExactly("view 0", "beat 10", "beat 20", "beat 30");
    }

    @Test
    void aDisarmedTimerDoesNotFire() {
        assertThat(seen(simulation().submit(ms(15), 0, "disarm").run(), 0))
                .containsExactly("view 0", "beat 10", "disarm");
    }

    @Test
    void whatIsPersistedOrComputedIsAnsweredLater() {
        Result result = simulation()
                .submit(ms(1), 0, "persist")
                .submit(ms(1), 0, "compute")
                .run();

        assertThat(seen(result, 0)).contains("persisted 7", "computed 8 9");
    }

    @Test
    void nothingHappensToACrashedMember() {
        Result result = simulation().crash(ms(15), 0).submit(ms(16), 0, "late").run();

        assertThat(seen(result, 0)).containsExactly("view 0", "beat 10");
        assertThat(result.last().live()).hasSize(3);
        assertThat(result.last().submissions()).isEmpty();
    }

    /** HOST-5. */
    @Test
    void aBrokenInvariantOfACorrectMemberIsAViolation() {
        Violation caught = simulation().submit(ms(1), 1, "break").hunt();

        assertThat(caught.check()).isEqualTo("invariant");
        assertThat(caught.what()).isEqualTo("m1: asked to");
    }

    @Test
    void aCoreThatThrowsIsAViolationEvenAtAByzantineMember() {
        Attack none = (layer, event, honest, context) -> honest;

        Violation caught =
                simulation().byzantine(1, () -> none).submit(ms(1), 1, "throw").hunt();

        assertThat(caught.check()).isEqualTo("nothing throws");
    }

    @Test
    void aByzantineMemberThatConfusesItselfJustStops() {
        Attack none = (layer, event, honest, context) -> honest;

        Result result =
                simulation().byzantine(1, () -> none).submit(ms(1), 1, "break").run();

        assertThat(result.last().member(1).stopped()).isTrue();
    }

    @Test
    void aFailingSeedSaysHowToRunItAgainAndWhatHappenedLast() {
        assertThatThrownBy(() -> simulation().seeds(5).submit(ms(1), 1, "break").run())
                .isInstanceOf(Violation.class)
                .hasMessageContaining("seed 0 at PT0.001S, commit ")
                .hasMessageContaining("mvn -pl gcs-api/simulator test -Dtest=SimulationTest#")
                .hasMessageContaining("-Dtestudo.seed=0 -Dsurefire.failIfNoSpecifiedTests=false")
                .hasMessageContaining("0.000ms m0 [0] Installed(view 0 [m0, m1, m2, m3]");
    }

    @Test
    void anInspectionThatFailsNamesItsSeed() {
        assertThatThrownBy(() -> simulation()
                        .seeds(5)
                        .each(run -> assertThat(run.seed()).isLessThan(3))
                        .run())
                .isInstanceOf(Violation.class)
                .hasMessageContaining("-Dtestudo.seed=3");
    }

    @Test
    void oneSeedCanBeAskedForByProperty() {
        System.setProperty(Seeds.SEED, "41");

        Result result = simulation().seeds(100).run();

        assertThat(result.seeds()).isEqualTo(1);
        assertThat(result.last().seed()).isEqualTo(41);
    }

    @Test
    void moreSeedsCanBeAskedForByPropertyAlsoFromAStart() {
        System.setProperty(Seeds.SEEDS, "12");
        assertThat(simulation().seeds(3).run().seeds()).isEqualTo(12);

        System.setProperty(Seeds.SEEDS, "100..104");
        Result result = simulation().seeds(3).run();
        assertThat(result.seeds()).isEqualTo(5);
        assertThat(result.last().seed()).isEqualTo(104);

        System.setProperty(Seeds.SEEDS, "many");
        assertThatThrownBy(() -> simulation().seeds(3).run()).hasMessage("testudo.seeds: not a number: many");
    }

    /** A test of a check says how many seeds that takes. */
    @Test
    void huntGoesThroughItsOwnSeedsIfFewerAreAskedFor() {
        System.setProperty(Seeds.SEEDS, "3");
        Check seventh = Check.of("seventh", run -> new Observer() {
            @Override
            public void ended() {
                if (run.seed() == 7) throw new Violation("seventh", "is here");
            }
        });

        assertThat(simulation().seeds(10).check(seventh).hunt().seed()).isEqualTo(7);
    }

    @Test
    void seedsThatOnceFoundSomethingAreRunFirst(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("seeds.txt");
        Files.writeString(file, "# what each found\n4711 a lost timer\n\n4712 a lost view\n");
        List<Long> run = new ArrayList<>();

        simulation().seedsOf(file).seeds(2).each(each -> run.add(each.seed())).run();

        assertThat(run).containsExactly(4711L, 4712L, 0L, 1L);
    }

    @Test
    void aRunThatNeverSettlesIsAViolation() {
        Simulation endless = Simulation.of(context -> List.of(Layer.silent(new AbstractCore<Void>() {
                    @Override
                    protected void onInstalled(ViewRecord view) {
                        arm(BEAT, Duration.ZERO);
                    }

                    @Override
                    protected void onTimerFired(TimerId timer) {
                        arm(BEAT, Duration.ZERO);
                    }
                })))
                .atMost(10_000);

        assertThat(endless.hunt().check()).isEqualTo("bounded run");
    }

    @Test
    void aGroupThatIsTooSmallIsRefused() {
        assertThatThrownBy(() -> simulation().group(3).tolerating(1).run())
                .hasMessageContaining("tolerating 1 faulty member needs at least 4, found 3");
    }

    @Test
    void clocksOfMembersDifferWithinTheSkew() {
        List<Long> clocks = new ArrayList<>();
        Simulation.of(context -> List.of(Layer.silent(new AbstractCore<Void>() {
                    @Override
                    protected void onInstalled(ViewRecord view) {
                        clocks.add(now().wallClock().toEpochMilli());
                    }
                })))
                .network(n -> n.skew(ms(50)))
                .run();
        long least = clocks.stream().min(Long::compare).orElseThrow();
        long most = clocks.stream().max(Long::compare).orElseThrow();

        assertThat(most - least).isBetween(1L, 100L);
    }
}
