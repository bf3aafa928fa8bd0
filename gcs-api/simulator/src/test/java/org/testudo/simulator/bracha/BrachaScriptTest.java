package org.testudo.simulator.bracha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.simulator.Script;
import org.testudo.simulator.check.Checks;

class BrachaScriptTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/scripts");

    @Test
    void aMemberThatWasCutOffDeliversAfterThePartition() {
        Script.of(BrachaCore::layers).check(SCRIPTS.resolve("bracha-one-member-late.txt"), Checks.agreement());
    }

    @Test
    void theEchoesAloneBringThePayload() {
        Script.of(BrachaCore::layers).check(SCRIPTS.resolve("bracha-messages.txt"), Checks.agreement());
    }

    @Test
    void theFlagWritesTheExpectedPartAnew(@TempDir Path directory) throws IOException {
        Path script = directory.resolve("script.txt");
        Files.writeString(script, "delay 1ms 1ms\nsubmit 1ms 0 a\nuntil 3ms\nshow messages\n----\nnonsense\n");
        String before = System.getProperty("testudo.rewrite", "false");

        System.setProperty("testudo.rewrite", "true");
        try {
            Script.of(BrachaCore::layers).check(script);
        } finally {
            System.setProperty("testudo.rewrite", before);
        }

        assertThat(Files.readAllLines(script))
                .startsWith("delay 1ms 1ms", "submit 1ms 0 a")
                .contains("1.000ms m0 -> m1 Init(1, 'a')")
                .doesNotContain("nonsense");
    }

    @Test
    void aRunThatGoesDifferentlyIsShownFromItsFirstDifference(@TempDir Path directory) throws IOException {
        Path script = directory.resolve("script.txt");
        Files.writeString(script, "delay 1ms 1ms\nsubmit 1ms 0 a\nuntil 20ms\n----\n1.000ms m0 delivers nothing\n");
        assumeFalse(Boolean.getBoolean("testudo.rewrite"));

        assertThatThrownBy(() -> Script.of(BrachaCore::layers).check(script))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected: 1.000ms m0 delivers nothing")
                .hasMessageContaining("seen:     4.000ms");
    }

    @Test
    void aCommandThatCannotBeUnderstoodIsNamedWithItsLine(@TempDir Path directory) throws IOException {
        Path script = directory.resolve("script.txt");
        Files.writeString(script, "delay 1ms 1ms\nsubmit soon 0 a\n");

        assertThatThrownBy(() -> Script.of(BrachaCore::layers).check(script))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("script.txt:2: 'submit soon 0 a': 'soon' is no time");
    }

    @Test
    void whatIsShownCanBeNarrowedToKindsATimeAndOneLineForSeveralReceivers(@TempDir Path directory) throws IOException {
        Path script = script(
                directory,
                "delay 1ms 1ms",
                "submit 1ms 0 a",
                "submit 9ms 1 b",
                "until 12ms",
                "show messages",
                "only Init",
                "together",
                "from 2ms",
                "look 3ms views 0 2",
                "----",
                "3.000ms m0 views: 1",
                "3.000ms m2 views: 1",
                "9.000ms m1 -> m0, m2, m3 Init(1, 'b')");

        scripts().check(script);
    }

    private static Path script(Path directory, String... lines) throws IOException {
        return Files.write(directory.resolve("script.txt"), List.of(lines));
    }

    private static Script scripts() {
        return Script.of(BrachaCore::layers)
                .look("views", member -> "" + member.views().size());
    }

    /** Else a mistyped name would show nothing, and nobody would notice. */
    @Test
    void aKindThatNeverComesIsNamedWithItsLine(@TempDir Path directory) throws IOException {
        Path script = script(directory, "delay 1ms 1ms", "until 3ms", "show messages", "only Inti");

        assertThatThrownBy(() -> scripts().check(script))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("script.txt:4: nothing of kind 'Inti' is sent or announced");
    }

    @Test
    void whatNobodyCanLookAtIsNamedWithItsLine(@TempDir Path directory) throws IOException {
        Path script = script(directory, "delay 1ms 1ms", "look 2ms faces");

        assertThatThrownBy(() -> scripts().check(script))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("script.txt:2: 'look 2ms faces': can look at [views]");
    }
}
