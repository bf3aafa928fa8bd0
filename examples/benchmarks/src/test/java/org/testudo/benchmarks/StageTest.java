package org.testudo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testudo.config.GroupConfig;
import org.testudo.config.JournalKind;
import org.testudo.stack.ConfigFile;

class StageTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"4, TESTUDO, 1", "4, TESTUDO_CRASH, 1", "5, TESTUDO_CRASH_JOURNAL, 2", "10, TESTUDO_JOURNAL, 3"})
    void groupIsAsTheSideThatIsMeasured(int members, Side side, int maxFaulty) throws IOException {
        Stage stage = Stage.create(Stage.Plan.of(members, Stage.ROOMY).as(side, folder));
        try {
            GroupConfig config = ConfigFile.load(stage.configuration(), Map.of("group.self", "alice"));

            assertThat(config.model()).isEqualTo(side.model());
            assertThat(config.maxFaulty()).isEqualTo(maxFaulty);
            assertThat(config.ordering().journal()).isEqualTo(side.journal() ? JournalKind.FILE : JournalKind.NONE);
            assertThat(stage.directory()).startsWith(folder);
        } finally {
            stage.delete();
        }
    }
}
