package org.testudo.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.TestudoException;
import org.testudo.benchmarks.linearizability.Call;
import org.testudo.benchmarks.linearizability.Observed;
import org.testudo.cli.Testudo;

class HistoryFileTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        List<Observed> history = List.of(
                Observed.answered("1", "k", new Call.Read(), Optional.empty(), 1, 2),
                Observed.answered("2", "k", new Call.Write("a"), Optional.of("b"), 3, 4),
                Observed.answered("3", "k", new Call.CompareAndSet(Optional.of("a"), "c"), Optional.of("a"), 5, 6),
                Observed.pending("4", "k", new Call.CompareAndSet(Optional.empty(), "d"), 7));

        HistoryFile.write(folder.resolve("h"), history);

        assertThat(HistoryFile.read(folder.resolve("h"))).isEqualTo(history);
    }

    @Test
    void keptHistoryIsJudgedAgain() throws Exception {
        Observed write = Observed.answered("1", "k", new Call.Write("a"), Optional.empty(), 1, 2);
        Observed stale = Observed.answered("2", "k", new Call.Read(), Optional.empty(), 3, 4);
        HistoryFile.write(folder.resolve("right"), List.of(write));
        HistoryFile.write(folder.resolve("wrong"), List.of(write, stale));

        assertThat(check("right")).isZero();
        assertThat(check("wrong")).isEqualTo(1);
        assertThat(check("missing")).isEqualTo(2);
    }

    @Test
    void brokenLineIsNamed() throws Exception {
        Files.writeString(folder.resolve("h"), "{\"id\":\"1\",\"key\":\"k\",\"call\":\"read\"}\n");

        assertThatThrownBy(() -> HistoryFile.read(folder.resolve("h")))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("line 1")
                .hasMessageContaining("invoked is missing");
    }

    private int check(String name) {
        return Testudo.commandLine()
                .execute("chaos", "--check", folder.resolve(name).toString());
    }
}
