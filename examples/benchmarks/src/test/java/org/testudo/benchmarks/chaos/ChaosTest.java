package org.testudo.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.cli.Testudo;

/** The command on real processes, for a moment: whatever faults fit in. Gaps are told, not judged. */
class ChaosTest {
    @TempDir
    private Path folder;

    private int status;
    private String all = "";

    @Test
    void groupThatIsBrokenMemberByMemberAnswersAsOneServiceWould() throws Exception {
        JsonNode summary = run("--minutes", "0.2", "--seed", "4", "--json");

        assertThat(summary.path("type").asText()).as(all).isEqualTo("summary");
        assertThat(summary.path("violations").asInt(-1)).as(all).isZero();
        assertThat(summary.path("history").asText()).as(all).isEqualTo("LINEARIZABLE");
        assertThat(summary.path("ok").asBoolean()).as(all).isTrue();
        assertThat(status).isZero();
        assertThat(summary.path("operations").asInt()).isGreaterThan(20);
        assertThat(summary.path("queries").asInt())
                .as("answered without the order")
                .isPositive();
        assertThat(summary.path("seed").asLong()).isEqualTo(4);
        int faults = 0;
        for (FaultKind kind : FaultKind.of(false)) {
            int count = summary.at("/faults/" + kind).asInt(-1);
            assertThat(count).isNotNegative();
            faults += count;
            assertThat(summary.at("/longestGapMs/" + kind).isNull())
                    .as(kind.toString())
                    .isEqualTo(count == 0);
        }
        assertThat(faults).isPositive();
    }

    /** One standby at least comes, one member retires and one is excluded, in the order that the seed draws. */
    @Test
    void groupWhoseMembersComeAndGoStaysOneGroup() throws Exception {
        JsonNode summary = run("--membership", "--minutes", "0.6", "--seed", "11", "--faults", "exclude", "--json");

        assertThat(summary.path("violations").asInt(-1)).as(all).isZero();
        assertThat(summary.path("history").asText()).as(all).isEqualTo("LINEARIZABLE");
        assertThat(summary.path("ok").asBoolean()).as(all).isTrue();
        assertThat(status).isZero();
        assertThat(summary.at("/faults/exclude").asInt()).as(all).isPositive();
        assertThat(summary.path("excluded").size())
                .isEqualTo(summary.at("/faults/exclude").asInt());
        assertThat(summary.path("views").asInt())
                .as("one more each time that somebody comes or goes")
                .isGreaterThanOrEqualTo(1 + 2 * summary.at("/faults/exclude").asInt());
        assertThat(summary.path("longestServiceGapMs").asLong()).isPositive();
        assertThat(summary.at("/faults/leave").asInt(-1)).isZero();
        assertThat(summary.at("/skipped/leave").asText()).isEqualTo("not asked for");
        assertThat(summary.at("/skipped/slowLeader").isMissingNode()).isTrue();
    }

    @Test
    void whatNeedsOthersOnTheRosterIsRefusedWithoutThem() {
        assertThat(Testudo.commandLine().execute("chaos", "--faults", "kill,exclude"))
                .isEqualTo(2);
    }

    /** The same group, but clients are told now and then what was answered before. */
    @Test
    void runInWhichClientsAreLiedToFailsAndIsKept() throws Exception {
        Path kept = folder.resolve("kept");
        JsonNode summary = run(
                "--minutes",
                "0.2",
                "--rate",
                "300",
                "--faults",
                "stop",
                "--stale-reads",
                "--json",
                "--keep",
                "" + kept);

        assertThat(status).as(all).isEqualTo(1);
        assertThat(summary.path("history").asText()).as(all).isEqualTo("NOT_LINEARIZABLE");
        assertThat(summary.path("violations").asInt()).isPositive();
        assertThat(summary.path("ok").asBoolean(true)).isFalse();
        Path history = kept.resolve("operations.jsonl");
        assertThat(summary.path("kept").asText()).isEqualTo(history.toString());
        assertThat(Testudo.commandLine().execute("chaos", "--check", history.toString()))
                .isEqualTo(1);
    }

    private JsonNode run(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("chaos"));
        arguments.addAll(List.of(options));
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            status = Testudo.commandLine().execute(arguments.toArray(String[]::new));
        } finally {
            System.setOut(before);
        }
        all = printed.toString(StandardCharsets.UTF_8);
        List<String> lines = all.lines().toList();
        return new ObjectMapper().readTree(lines.get(lines.size() - 1));
    }
}
