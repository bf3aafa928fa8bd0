package org.testudo.simulator.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.simulator.Script;
import org.testudo.simulator.Violation;
import org.testudo.simulator.check.Checks;

/** Scripts of blocks: a command, and what it answers. */
class ToyScriptTest {
    @TempDir
    Path directory;

    private Path script(String... lines) throws IOException {
        return Files.write(directory.resolve("script.txt"), List.of(lines));
    }

    @Test
    void aNewStartKnowsNothingOfWhatWasDeliveredBefore() {
        Path script = Path.of("src/test/resources/scripts/toy-crash-and-restart.txt");

        Script.of(ToyCore::layers).checkBlocks(script, Checks.integrity());
    }

    @Test
    void theFlagWritesTheAnswersAnewAndKeepsTheRest() throws IOException {
        Path script = script("# why", "start", "----", "", "# how long", "run 5ms", "----", "now 7.000ms", "", "# end");
        String before = System.getProperty("testudo.rewrite", "false");

        System.setProperty("testudo.rewrite", "true");
        try {
            Script.of(ToyCore::layers).checkBlocks(script);
        } finally {
            System.setProperty("testudo.rewrite", before);
        }

        assertThat(Files.readAllLines(script))
                .containsExactly(
                        "# why", "start", "----", "", "# how long", "run 5ms", "----", "now 5.000ms", "", "# end");
    }

    @Test
    void anAnswerThatDiffersIsNamedWithItsCommandAndLine() throws IOException {
        Path script = script("start", "----", "", "run 5ms", "----", "now 7.000ms");
        assumeFalse(Boolean.getBoolean("testudo.rewrite"));

        assertThatThrownBy(() -> Script.of(ToyCore::layers).checkBlocks(script))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("script.txt:4: 'run 5ms'")
                .hasMessageContaining("expected: now 7.000ms")
                .hasMessageContaining("seen:     now 5.000ms")
                .hasMessageContaining("-Dtestudo.rewrite=true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '%',
            quoteCharacter = '^',
            value = {
                "stop 2 % no such command; write one of start, submit",
                "start % it runs already; write 'start' once",
                "submit 7 a % no member 7; write 0 to 3",
                "submit 1 % too short",
                "crash two % 'two' is no number; write one as 3",
                "restart 2 % m2 is not down; crash it before its restart",
                "partition 0 1 % one side only; write 'partition 0 1 | 2 3'",
                "run long % 'long' is no time; write 5ms or 2s",
                "show faces % 'faces' cannot be shown; write views, deliveries or notices"
            })
    void aCommandThatCannotBeDoneIsNamedWithItsLineAndRemedy(String command, String fault) throws IOException {
        Path script = script("start", "----", "", command, "----");

        assertThatThrownBy(() -> Script.of(ToyCore::layers).checkBlocks(script))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("script.txt:4: '" + command + "': ")
                .hasMessageContaining(fault);
    }

    @Test
    void aCommandBeforeTheStartAndOneWithoutItsLineAreRefused() throws IOException {
        Path early = script("run 5ms", "----");
        assertThatThrownBy(() -> Script.of(ToyCore::layers).checkBlocks(early))
                .hasMessageContaining("script.txt:1: 'run 5ms': nothing runs yet; begin with 'start'");

        Path bare = script("start", "----", "", "run 5ms", "now 5.000ms");
        assertThatThrownBy(() -> Script.of(ToyCore::layers).checkBlocks(bare))
                .hasMessageContaining("script.txt:4: 'run 5ms' is not followed by a line ----; write one below");
    }

    @Test
    void aCheckThatIsBrokenNamesTheCommand() throws IOException {
        Path script = script("start", "----", "", "submit 1 a", "----", "", "run 20ms", "----", "now 20.000ms");
        ToyCore.Mutation twice = new ToyCore.Mutation() {
            @Override
            public List<SlotDelivery> delivers(SlotDelivery good) {
                return List.of(good, good);
            }
        };

        assertThatThrownBy(() ->
                        Script.of(context -> ToyCore.layers(context, twice)).checkBlocks(script, Checks.integrity()))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("script.txt:7: 'run 20ms'");
    }
}
