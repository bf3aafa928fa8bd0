package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.kernel.notice.DepartureWanted;
import org.testudo.kernel.statement.Digest;
import org.testudo.membership.joint.attack.FalsePieces;
import org.testudo.membership.joint.attack.TwoHeaders;
import org.testudo.simulator.Attack;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Script;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.check.Checks;

/** Runs of ordering and membership together as they stand in files: with {@code testudo.rewrite} they are written anew. */
class JointScriptTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/scripts");
    private static final String INTERVAL = "checkpoint-interval";
    private static final Map<String, Attack.Factory> ATTACKS =
            Map.of("FalsePieces", FalsePieces::new, "TwoHeaders", TwoHeaders::new);

    static List<String> scripts() {
        return Script.in(SCRIPTS);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void theGroupRunsAsWritten(String script) {
        check(script, new AbcastRules());
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void withAQuorumOffByOneNoneGoesAsWritten(String script) {
        assumeFalse(Boolean.getBoolean("testudo.rewrite"));

        assertThatThrownBy(() -> check(script, RuleMutants.quorumOffByOne())).isInstanceOf(AssertionError.class);
    }

    private static void check(String script, AbcastRules rules) {
        Map<String, Integer> settings = new LinkedHashMap<>();
        CoreFactory cores = context -> JointGroup.cores(rules, JointGroup.settings(settings.getOrDefault(INTERVAL, 0)))
                .build(context);
        Script.of(cores)
                .command(INTERVAL, (simulation, words) -> settings.put(INTERVAL, Integer.parseInt(words.get(0))))
                .command(
                        "application",
                        (simulation, words) ->
                                simulation.application(() -> new Register(Integer.parseInt(words.get(0)))))
                .attacks(ATTACKS)
                .command(
                        "retire",
                        (simulation, words) -> simulation.announce(
                                Script.time(words.get(0)), Integer.parseInt(words.get(1)), new DepartureWanted(true)))
                .look("state", JointScriptTest::state)
                .check(
                        SCRIPTS.resolve(script),
                        Checks.agreement(),
                        Checks.totalOrder(),
                        Checks.integrity(),
                        Checks.fifo(),
                        Checks.oneChain(),
                        Checks.equalStates(),
                        Checks.noFalseExclusion(),
                        Checks.noEvidenceAgainstCorrect(),
                        Checks.equalAgreedTime(),
                        JointChecks.excludedStaysOut(),
                        JointChecks.fewAreInactive());
    }

    private static String state(SimulatedMember member) {
        Register register = (Register) member.application().orElseThrow().machine();
        return register.executed() + " executed, " + Digest.fromBytes(register.digest());
    }
}
