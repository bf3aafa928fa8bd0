package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.simulator.SourceMutant;
import org.testudo.simulator.check.Checks;

/** AB-3: what {@link CrashSimulationTest} checks has caught deliberately broken cores; how many seeds each took. */
class CrashMutantsTest {
    private static final String PHASES = "atomic-broadcast/core/src/main/java/org/testudo/abcast/core/CrashPhases.java";
    private static final String COMMAND = "gcs-api/kernel/src/main/java/org/testudo/kernel/command/";
    private static final int MOST = 60;

    static Stream<Arguments> rules() {
        return Stream.of(
                arguments(
                        "crash quorum one too small",
                        RuleMutants.quorumOffByOne(),
                        Scenarios.CRASH_RESTARTS,
                        JointChecks.QUORUM),
                arguments(
                        "crash quorum by the Byzantine formula",
                        RuleMutants.byzantineQuorum(),
                        Scenarios.CRASH_OF_ONE,
                        Checks.DELIVERY_AFTER_CALM));
    }

    @ParameterizedTest(name = "{0}")
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("rules")
    void brokenRuleIsCaught(String name, AbcastRules rules, Scenarios scenario, String check) {
        Hunt hunt = Hunt.of(scenario, JointGroup.cores(rules), MOST);

        MutantsTest.tell(name, hunt);
        assertThat(hunt.check()).isEqualTo(check);
    }

    static Stream<Arguments> sources() {
        return Stream.of(
                arguments(
                        "crash view judged by Byzantine rules",
                        new SourceMutant(COMMAND + "Evidence.java", "|| !concerns(record.get().quorum().model())", ""),
                        Scenarios.CRASH_FRAMED,
                        Checks.NO_FALSE_EXCLUSION),
                arguments(
                        "crash choice judged by the Byzantine quorum",
                        new SourceMutant(
                                COMMAND + "ForgedChoice.java",
                                "return seated.size() >= record.quorum().intersecting();",
                                "return seated.size() >= record.quorum().founding();"),
                        Scenarios.CRASH_FRAMED,
                        Checks.NO_FALSE_EXCLUSION),
                arguments(
                        "accepted headers not shown",
                        new SourceMutant(
                                PHASES,
                                "accepted.values().forEach(each ->",
                                "accepted.values().stream().limit(0).forEach(each ->"),
                        Scenarios.CRASH_RESTARTS,
                        "invariant"),
                arguments(
                        "more shown than counts",
                        new SourceMutant(PHASES, "accepted.headMap(above, true).clear();", ""),
                        Scenarios.CRASH_OF_ONE,
                        Checks.DELIVERY_AFTER_CALM));
    }

    @ParameterizedTest(name = "{0}")
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("sources")
    void brokenLineOfCodeIsCaught(String name, SourceMutant mutant, Scenarios scenario, String check) {
        Hunt hunt = Hunt.of(scenario, mutant, MOST);

        MutantsTest.tell(name, hunt);
        assertThat(hunt.check()).isEqualTo(check);
    }

    @ParameterizedTest
    @EnumSource(
            value = Scenarios.class,
            names = {"CRASH_RESTARTS", "CRASH_OF_ONE", "CRASH_FRAMED"})
    void scenarioHoldsWithTheRightRules(Scenarios scenario) {
        Hunt hunt = Hunt.of(scenario, JointGroup.cores(new AbcastRules()), 4);

        assertThat(hunt).isEqualTo(new Hunt(4, "none", "nothing"));
    }
}
