package org.testudo.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.cli.Testudo;

/** The command on real processes, for a moment: a kill, a stop and whatever else fits in. Gaps are told, not judged. */
class ChaosTest {
    @Test
    void groupThatIsBrokenMemberByMemberAnswersAsOneServiceWould() throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int status;
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            status = Testudo.commandLine().execute("chaos", "--minutes", "0.2", "--seed", "4", "--json");
        } finally {
            System.setOut(before);
        }

        String all = printed.toString(StandardCharsets.UTF_8);
        List<String> lines = all.lines().toList();
        JsonNode summary = new ObjectMapper().readTree(lines.get(lines.size() - 1));
        assertThat(summary.path("type").asText()).as(all).isEqualTo("summary");
        assertThat(summary.path("violations").asInt(-1)).as(all).isZero();
        assertThat(summary.path("history").asText()).as(all).isEqualTo("LINEARIZABLE");
        assertThat(summary.path("ok").asBoolean()).as(all).isTrue();
        assertThat(status).isZero();
        assertThat(summary.path("operations").asInt()).isGreaterThan(20);
        assertThat(summary.path("seed").asLong()).isEqualTo(4);
        int faults = 0;
        for (FaultKind kind : FaultKind.values()) {
            int count = summary.at("/faults/" + kind).asInt(-1);
            assertThat(count).isNotNegative();
            faults += count;
            assertThat(summary.at("/longestGapMs/" + kind).isNull())
                    .as(kind.toString())
                    .isEqualTo(count == 0);
        }
        assertThat(faults).isPositive();
    }
}
