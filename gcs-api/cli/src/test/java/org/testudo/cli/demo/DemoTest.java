package org.testudo.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The main job on real processes, real TLS and real sockets. */
class DemoTest {
    @ParameterizedTest
    @EnumSource(Scenario.class)
    void groupKeepsWorkingAndAnsweringCorrectly(Scenario scenario) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (Stage stage = Stage.at(null);
                var in = new java.io.BufferedReader(new InputStreamReader(
                        Workload.class.getResourceAsStream("workload.txt"), StandardCharsets.UTF_8))) {
            Timeline timeline = new Timeline(new PrintStream(printed, true, StandardCharsets.UTF_8), true);
            Workload workload = Workload.read(in, "workload.txt");
            int rate = scenario == Scenario.CHURN ? 80 : 250;
            Summary summary = new Demonstration(scenario, stage, timeline, workload, rate).run();
            timeline.conclude(summary);
            if (!summary.ok()) stage.keepFiles();
        }

        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        JsonNode summary = new ObjectMapper().readTree(lines.get(lines.size() - 1));
        assertThat(summary.get("ok").asBoolean()).as(String.join("\n", lines)).isTrue();
        assertThat(summary.get("operations").asInt()).isGreaterThanOrEqualTo(2000);
        assertThat(summary.get("wrongReplies").asInt()).isZero();
        assertThat(summary.get("views").size()).isGreaterThanOrEqualTo(scenario == Scenario.CHURN ? 11 : 2);
        assertThat(summary.get("views")).allMatch(reason -> !reason.asText().isEmpty());
        assertThat(summary.get("excluded").size()).isEqualTo(scenario == Scenario.INTRUSION ? 1 : 0);
    }

    @Test
    void everyLineOfTheTimelineIsJson() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Timeline timeline = new Timeline(new PrintStream(printed, true, StandardCharsets.UTF_8), true);

        timeline.tell("view", "a view", java.util.Map.of("id", 3));

        JsonNode line = new ObjectMapper().readTree(printed.toString(StandardCharsets.UTF_8));
        assertThat(line.get("type").asText()).isEqualTo("view");
        assertThat(line.get("id").asInt()).isEqualTo(3);
    }
}
