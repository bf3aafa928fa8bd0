package org.testudo.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.testudo.simulator.Simulation.ms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.view.ViewRecord;

/** Seeds until one fails, and what a failing seed leaves behind. */
class ForeverTest {
    private static final TimerId BEAT = new TimerId("beat");

    private static Simulation simulation() {
        return Simulation.of(context -> List.of(Layer.silent(new AbstractCore<Void>() {
                    @Override
                    protected void onInstalled(ViewRecord view) {
                        arm(BEAT, ms(1));
                    }

                    @Override
                    protected void onSubmitted(Payload payload) {
                        arm(BEAT, ms(2));
                    }
                })))
                .submit(ms(1), 1, "x".repeat(3000))
                .until(ms(100));
    }

    /** A check that only this seed breaks, in its second half. */
    private static Check breaking(long seed) {
        return Check.of("odd", run -> new Observer() {
            @Override
            public void ended() {
                if (run.seed() == seed) throw new Violation("odd", "seed " + seed);
            }
        });
    }

    @AfterEach
    void forgetProperties() {
        for (String each : List.of(Forever.PROPERTY, Seeds.SEED, TraceFile.MEMBERS, TraceFile.LAYERS)) {
            System.clearProperty(each);
        }
    }

    @Test
    void goesOnBeyondTheSeedsOfTheTestUntilOneFails() {
        System.setProperty(Forever.PROPERTY, "true");

        Violation caught = simulation().seeds(3).check(breaking(40)).hunt();

        assertThat(caught.seed()).isEqualTo(40);
    }

    @Test
    void beginsAtTheSeedThatIsNamed() {
        System.setProperty(Forever.PROPERTY, "true");
        System.setProperty(Seeds.SEED, "1000");
        List<Long> run = new ArrayList<>();

        simulation()
                .seeds(3)
                .check(breaking(1003))
                .each(each -> run.add(each.seed()))
                .hunt();

        assertThat(run).containsExactly(1000L, 1001L, 1002L);
    }

    @Test
    void aTestOfOneSeedIsNotRepeated() {
        System.setProperty(Forever.PROPERTY, "true");

        assertThat(simulation().seed(7).run().seeds()).isEqualTo(1);
    }

    @Test
    void tellsAboutEveryTenSecondsHowFarItIs() {
        AtomicLong seconds = new AtomicLong();
        List<String> told = new ArrayList<>();
        Forever forever = new Forever(() -> seconds.get() * 1_000_000_000, told::add);

        assertThatThrownBy(() -> forever.run(5, seed -> {
                    seconds.addAndGet(4);
                    if (seed == 12) throw new Violation("odd", "seed 12");
                }))
                .isInstanceOf(Violation.class);

        assertThat(told)
                .containsExactly(
                        "testudo.forever: seeds 5 to 7, 0.3 seeds/s, failures 0",
                        "testudo.forever: seeds 5 to 10, 0.3 seeds/s, failures 0",
                        "testudo.forever: seeds 5 to 12, 0.3 seeds/s, failures 1: odd: seed 12");
    }

    @Test
    void aFailingSeedLeavesItsTraceInAFile() throws IOException {
        List<String> lines = Files.readAllLines(trace());

        assertThat(lines).anyMatch(line -> line.contains("ms m1 [0] Installed(view 0"));
        assertThat(lines).anyMatch(line -> line.contains("m1 [0] Submitted(") && line.contains(" -> ArmTimer("));
        assertThat(lines).allMatch(line -> line.length() < 600);
        assertThat(lines).last().asString().endsWith("run ends: odd: seed 2");
    }

    @Test
    void theTraceMayBeOfSomeMembersAndLayersOnly() throws IOException {
        System.setProperty(TraceFile.MEMBERS, "m1");
        assertThat(Files.readAllLines(trace())).isNotEmpty().allMatch(line -> line.contains(" m1 ["));

        System.setProperty(TraceFile.LAYERS, "5");
        assertThat(Files.readAllLines(trace())).isEmpty();
    }

    private static Path trace() {
        Violation caught = null;
        try {
            simulation().seeds(5).check(breaking(2)).run();
        } catch (Violation e) {
            caught = e;
        }
        String message = caught.getMessage();
        String named = message.lines()
                .filter(line -> line.startsWith("trace: "))
                .findFirst()
                .orElseThrow();
        return Path.of(named.substring("trace: ".length()));
    }
}
