package org.testudo.abcast.core;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testudo.api.FaultModel;
import org.testudo.simulator.Script;
import org.testudo.simulator.check.Checks;

/** Runs of the ordering, message by message, as they stand in files: with {@code testudo.rewrite} they are written anew. */
class AbcastScriptTest {
    @ParameterizedTest
    @ValueSource(strings = {"normal-case.txt", "leader-crashes.txt", "one-member-behind.txt", "crash-model.txt"})
    void theOrderingRunsAsWritten(String script) {
        Script.of(AbcastSimulations.cores(AbcastSimulations.settings(), new AbcastRules()))
                .command(
                        "model",
                        (simulation, words) ->
                                simulation.model(FaultModel.valueOf(words.get(0).toUpperCase(Locale.ROOT))))
                .check(Path.of("src/test/resources/scripts", script), Checks.agreement(), Checks.totalOrder());
    }
}
