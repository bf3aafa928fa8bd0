package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testudo.api.FaultModel;
import org.testudo.kernel.notice.ReadAsked;
import org.testudo.simulator.Attack;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Script;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.check.Checks;

/** Runs of the ordering, message by message, as they stand in files: with {@code testudo.rewrite} they are written anew. */
class AbcastScriptTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/scripts");
    private static final String INTERVAL = "checkpoint-interval";
    private static final Map<String, Attack.Factory> ATTACKS = Map.of("TwoBeginnings", TwoBeginnings::new);

    static List<String> scripts() {
        return Script.in(SCRIPTS);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void theOrderingRunsAsWritten(String script) {
        check(script, new AbcastRules());
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void withAQuorumOffByOneNoneGoesAsWritten(String script) {
        assumeFalse(Boolean.getBoolean("testudo.rewrite"));

        assertThatThrownBy(() -> check(script, new Mutants.QuorumOffByOne())).isInstanceOf(AssertionError.class);
    }

    /** AB-30. */
    @Test
    void aReadThatDoesNotWaitForWhatIsCommittedIsSeen() {
        assumeFalse(Boolean.getBoolean("testudo.rewrite"));

        assertThatThrownBy(() -> check("reads.txt", new Mutants.ReadBeforeCommitted()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seen:     32.000ms m0 announces ReadReady(read-ready=2 view=0 slot=0)");
    }

    private static void check(String script, AbcastRules rules) {
        Map<String, Integer> settings = new LinkedHashMap<>();
        CoreFactory cores = context -> AbcastSimulations.cores(
                        AbcastSimulations.withCheckpoints(settings.getOrDefault(INTERVAL, 0)), rules)
                .build(context);
        Script.of(cores)
                .command(
                        "model",
                        (simulation, words) ->
                                simulation.model(FaultModel.valueOf(words.get(0).toUpperCase(Locale.ROOT))))
                .command(INTERVAL, (simulation, words) -> settings.put(INTERVAL, Integer.parseInt(words.get(0))))
                .command("old-disk", AbcastScriptTest::oldDisk)
                .command("read", AbcastScriptTest::read)
                .attacks(ATTACKS)
                .check(
                        SCRIPTS.resolve(script),
                        Checks.agreement(),
                        Checks.totalOrder(),
                        Checks.integrity(),
                        Checks.fifo(),
                        Checks.oneChain(),
                        Checks.equalAgreedTime(),
                        Checks.noEvidenceAgainstCorrect());
    }

    /** A layer above asks, at all members, from when on it may answer the read of this number. */
    private static void read(Simulation simulation, List<String> words) {
        ReadAsked read = new ReadAsked(Long.parseLong(words.get(1)));
        simulation.at(Script.time(words.get(0)), run -> run.live().forEach(each -> run.announce(each.index(), read)));
    }

    /** Of a member that is down the journal is as it was after this share of its entries. */
    private static void oldDisk(Simulation simulation, List<String> words) {
        int member = Integer.parseInt(words.get(1));
        double share = Double.parseDouble(words.get(2));
        simulation.at(Script.time(words.get(0)), run -> run.journals().rollBack(member, share));
    }
}
