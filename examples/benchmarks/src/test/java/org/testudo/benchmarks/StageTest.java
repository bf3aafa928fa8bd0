package org.testudo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testudo.api.FaultModel;
import org.testudo.config.GroupConfig;
import org.testudo.stack.ConfigFile;

class StageTest {
    @ParameterizedTest
    @CsvSource({"4, BYZANTINE, 1", "4, CRASH, 1", "5, CRASH, 2", "10, BYZANTINE, 3"})
    void groupIsOfTheModelThatIsMeasured(int members, FaultModel model, int maxFaulty) throws IOException {
        Stage stage = Stage.create(members, model, Stage.ROOMY, List.of());
        try {
            GroupConfig config = ConfigFile.load(stage.configuration(), Map.of("group.self", "alice"));

            assertThat(config.model()).isEqualTo(model);
            assertThat(config.maxFaulty()).isEqualTo(maxFaulty);
        } finally {
            stage.delete();
        }
    }
}
