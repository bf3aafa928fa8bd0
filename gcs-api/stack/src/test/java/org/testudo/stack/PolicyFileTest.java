package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testudo.api.TestudoException;
import org.testudo.config.AttackDetectorConfig;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.wire.WireReader;

class PolicyFileTest {
    @TempDir
    Path directory;

    @Test
    void firstRuleThatMatchesDecidesAndTheRestIsOtherwise() throws Exception {
        Policy policy = read("""
                rules:
                  - {rule: "1:2013*", effect: ignore}
                  - {category: "Successful*", outcome: succeeded, role: actor, effect: exclude}
                  - {outcome: attempted, role: victim, effect: suspect}
                otherwise: log
                """);

        assertThat(policy.effect(alert("1:2013028", "Successful x", Alert.Outcome.SUCCEEDED, Alert.Role.ACTOR)))
                .isEqualTo(Policy.Effect.IGNORE);
        assertThat(policy.effect(alert("1:7", "Successful x", Alert.Outcome.SUCCEEDED, Alert.Role.ACTOR)))
                .isEqualTo(Policy.Effect.EXCLUDE);
        assertThat(policy.effect(alert("1:7", "Attempted x", Alert.Outcome.ATTEMPTED, Alert.Role.VICTIM)))
                .isEqualTo(Policy.Effect.SUSPECT);
        assertThat(policy.effect(alert("1:7", "x", Alert.Outcome.UNKNOWN, Alert.Role.ACTOR)))
                .isEqualTo(Policy.Effect.LOG);
        assertThat(WireReader.whole(policy.encode(), Policy::read)).isEqualTo(policy);
    }

    @Test
    void plainScalarsStayText() throws Exception {
        Policy policy = read("rules:\n  - {rule: 1:59, category: no, effect: ignore}\notherwise: log\n");

        assertThat(policy.rules().get(0).rule()).contains("1:59");
        assertThat(policy.rules().get(0).category()).contains("no");
    }

    @Test
    void withoutAFileTheStandardPolicyHolds() {
        assertThat(PolicyFile.of(new AttackDetectorConfig(true, ""), directory)).isEqualTo(Policy.standard(true));
    }

    @Test
    void relativeNameIsLookedUpBesideTheConfiguration() throws IOException {
        Files.writeString(directory.resolve("policy.yaml"), "rules: []\notherwise: suspect\n");

        assertThat(PolicyFile.of(new AttackDetectorConfig(true, "policy.yaml"), directory)
                        .otherwise())
                .isEqualTo(Policy.Effect.SUSPECT);
    }

    @Test
    void missingFileIsNamedWithTheKeyToCorrect() {
        assertThatThrownBy(() -> PolicyFile.read(directory.resolve("none.yaml"), true))
                .isInstanceOf(TestudoException.class)
                .hasMessageContainingAll("none.yaml", "attack-detector.policy");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    rules: [{effect: evict}]; otherwise: log                      | rule 1: effect: 'evict' is unknown
                    rules: [{effect: log}, {outcome: succeeded}]; otherwise: log  | rule 2: effect: is missing
                    rules: [{outcome: Succeeded, effect: log}]; otherwise: log    | rule 1: outcome: 'Succeeded' is unknown; use one of [unknown, attempted, blocked, succeeded]
                    rules: [{severity: high, effect: log}]; otherwise: log        | rule 1: severity: is unknown
                    rules: [{rule: '1:*:3', effect: log}]; otherwise: log         | must be the last character
                    rules: [{rule: , effect: log}]; otherwise: log                | rule 1: rule: has no text
                    rules: [{rule: [a], effect: log}]; otherwise: log             | rule 1: rule: has no text
                    rules: [{effect: log, effect: log}]; otherwise: log           | duplicate key effect
                    rules: [log]; otherwise: log                                  | rule 1: is no map
                    rules: log; otherwise: log                                    | rules: is no list
                    rules: []                                                     | otherwise: is missing
                    rules: []; otherwise: log; enforce: true                      | enforce: is unknown
                    rules: []; otherwise: exclude                                 | otherwise: must not exclude
                    rules: [{effect: exclude}]; otherwise: log                    | rule 1: effect: excludes whoever is attacked
                    rules: [{outcome: attempted, effect: exclude}]; otherwise: log | rule 1: effect: excludes whoever is attacked
                    rules: [                                                      | is not valid YAML
                    just text                                                     | is no map
                    """)
    void errorNamesFileRuleKeyAndRemedy(String content, String expected) {
        assertThatThrownBy(() -> read(content.replace("; ", "\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("policy.yaml: ", expected)
                .hasMessageNotContaining("\n");
    }

    @Test
    void aliasesAndDepthAreBounded() {
        assertThatThrownBy(() -> read("rules: &a [*a]\notherwise: log\n")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> read("rules: " + "[".repeat(5000) + "]".repeat(5000) + "\notherwise: log\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tooManyRulesAreRefused() {
        String rules = "  - {effect: log}\n".repeat(Policy.MAX_RULES + 1);

        assertThatThrownBy(() -> read("rules:\n" + rules + "otherwise: log\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most " + Policy.MAX_RULES);
    }

    private Policy read(String content) throws IOException {
        Path file = directory.resolve("policy.yaml");
        Files.writeString(file, content);
        return PolicyFile.read(file, true);
    }

    private static Alert alert(String rule, String category, Alert.Outcome outcome, Alert.Role role) {
        return new Alert("suricata", rule, category, "text", Alert.Severity.HIGH, outcome, role);
    }
}
