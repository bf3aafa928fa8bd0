package org.testudo.verification;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
    @ParameterizedTest
    @MethodSource("rules")
    void holdsInAllModules(ProvenRule rule) {
        rule.holdsInProduction();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void catchesEveryPlantedViolation(ProvenRule rule) {
        rule.bites();
    }

    static Stream<ProvenRule> rules() {
        return Stream.of(CoreRules.all(), ModuleRules.all(), CodeRules.all()).flatMap(List::stream);
    }
}
