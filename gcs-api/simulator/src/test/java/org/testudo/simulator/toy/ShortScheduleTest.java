package org.testudo.simulator.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.testudo.simulator.Simulation.ms;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.simulator.MemberContext;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.Violation;
import org.testudo.simulator.check.Checks;

/** A failing seed of a broken protocol, made short. */
class ShortScheduleTest {
    private static final ToyCore.Mutation NONE = new ToyCore.Mutation() {};
    private static final Pattern COUNTS = Pattern.compile("shrunk: (\\d+) of (\\d+) decisions remain");
    private static final List<String> PROPERTIES = List.of("testudo.shrink", "testudo.only", "testudo.seed");

    @BeforeEach
    void shrink() {
        System.setProperty("testudo.shrink", "true");
        System.setProperty("testudo.shrink.seconds", "600"); // attempts are the bound: the clock may decide nothing
    }

    @AfterEach
    void forgetProperties() {
        PROPERTIES.forEach(System::clearProperty);
        System.clearProperty("testudo.shrink.seconds");
    }

    /** Rough: much is decided that has nothing to do with the fault. */
    private static Simulation simulation(Function<MemberContext, ToyCore.Mutation> mutation) {
        return Simulation.of(context -> ToyCore.layers(context, mutation.apply(context)))
                .network(n ->
                        n.exactly().partitionNowAndThen().pauses().gaps(0.05).loss(0.05))
                .workload(40, ms(50), ms(500))
                .crash(ms(100), 1)
                .restart(ms(110), 1)
                .crash(ms(150), 2)
                .restart(ms(160), 2)
                .crash(ms(200), 3)
                .restart(ms(210), 3)
                .seed(3)
                .calmAfter(ms(600))
                .until(ms(1000));
    }

    private static ToyCore.Mutation doubling(String text) {
        return new ToyCore.Mutation() {
            @Override
            public List<SlotDelivery> delivers(SlotDelivery good) {
                boolean bad = good.requests().stream()
                        .anyMatch(each -> new String(each.body(), StandardCharsets.UTF_8).startsWith(text));
                return bad ? List.of(good, good) : List.of(good);
            }
        };
    }

    /** m1 delivers one payload of forty twice. */
    private static Simulation onePayload() {
        return simulation(context -> context.index() == 1 ? doubling("w17") : NONE)
                .check(Checks.integrity());
    }

    /** m2 delivers everything twice once it has lost its memory. */
    private static Simulation afterACrash() {
        return simulation(context -> context.index() == 2 && context.start().again() ? doubling("w") : NONE)
                .check(Checks.integrity());
    }

    private static Violation failure(Simulation broken) {
        try {
            broken.run();
        } catch (Violation e) {
            return e;
        }
        throw new AssertionError("nothing was broken");
    }

    private static List<String> schedule(Violation failure) throws IOException {
        return Files.readAllLines(file(failure));
    }

    private static Path file(Violation failure) {
        Matcher only = Pattern.compile("-Dtestudo.only=(\\S+)").matcher(failure.getMessage());
        assertThat(only.find()).as(failure.getMessage()).isTrue();
        return Path.of(only.group(1));
    }

    private static int count(Violation failure, int group) {
        Matcher counts = COUNTS.matcher(failure.getMessage());
        assertThat(counts.find()).as(failure.getMessage()).isTrue();
        return Integer.parseInt(counts.group(group));
    }

    @Test
    void theProtocolItselfBearsAllThatIsDecided() {
        assertThat(simulation(context -> NONE).check(Checks.integrity()).run().seeds())
                .isEqualTo(1);
    }

    @Test
    void ofManyDecisionsTheOneRemainsThatTheFaultNeeds() throws IOException {
        Violation failure = failure(onePayload());

        assertThat(failure.check()).isEqualTo("integrity");
        assertThat(count(failure, 2)).isGreaterThan(100);
        assertThat(count(failure, 1)).isEqualTo(1);
        assertThat(schedule(failure).get(1)).startsWith("submit m").contains("'w17'");
        assertThat(failure.getMessage()).contains("-Dtestudo.seed=3 -Dtestudo.only=");
    }

    @Test
    void aFaultThatACrashBringsOutKeepsTheCrash() throws IOException {
        Violation failure = failure(afterACrash());

        assertThat(count(failure, 1)).isBetween(2, 5);
        assertThat(schedule(failure)).anyMatch(line -> line.startsWith("crash m2 0 "));
        assertThat(schedule(failure)).anyMatch(line -> line.startsWith("submit "));
    }

    @Test
    void aFaultThatADoubledPacketBringsOutKeepsThePacket() throws IOException {
        Simulation broken = Simulation.of(ToyCore::layers)
                .network(n -> n.exactly().duplicate(0.05).gaps(0.05).loss(0.05))
                .workload(40, ms(50), ms(500))
                .seed(3)
                .calmAfter(ms(600))
                .until(ms(1000))
                .check(Checks.integrity());

        Violation failure = failure(broken);

        // Beside the packet, the submissions without which it would not be the link's so many-th.
        assertThat(count(failure, 1)).isBetween(2, 8);
        assertThat(count(failure, 2)).isGreaterThan(50);
        assertThat(schedule(failure)).anyMatch(line -> line.startsWith("duplicate m"));
    }

    @Test
    void theShortScheduleIsTheSameEachTime() throws IOException {
        List<String> first = schedule(failure(afterACrash()));

        assertThat(schedule(failure(afterACrash()))).isEqualTo(first);
    }

    @Test
    void theShortScheduleFailsAgainWhenItIsRunFromItsFile() {
        Path file = file(failure(afterACrash()));
        System.clearProperty("testudo.shrink");
        System.setProperty("testudo.seed", "3");
        System.setProperty("testudo.only", file.toString());

        Violation again = failure(afterACrash());

        assertThat(again.check()).isEqualTo("integrity");
        assertThat(again.getMessage()).contains("-Dtestudo.only=" + file);
    }

    @Test
    void aScheduleWithoutItsSeedIsRefused() {
        System.setProperty("testudo.only", "short.txt");

        assertThatThrownBy(() -> onePayload().run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-Dtestudo.only=short.txt needs -Dtestudo.seed");
    }

    @Test
    void aScheduleThatCannotBeReadIsNamedWithItsRemedy() {
        System.setProperty("testudo.seed", "3");
        System.setProperty("testudo.only", "nowhere.txt");

        assertThatThrownBy(() -> onePayload().run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot read")
                .hasMessageContaining("nowhere.txt; name the file that a failure named");
    }

    @Test
    void whatATestExpectsOfTheWholeScheduleIsNotShrunk() {
        Simulation expecting = simulation(context -> NONE).each(run -> {
            throw new AssertionError("fewer than expected");
        });

        assertThat(failure(expecting).getMessage()).contains("not shrunk: what broke is an expectation of the test");
    }
}
