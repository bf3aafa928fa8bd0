package org.testudo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on real processes, for a moment: figures so short mean nothing, but they are all there and verified. */
class BenchTest {
    @TempDir
    private Path folder;

    @Test
    void abcastMeasuresBothSidesAndVerifiesThem() throws Exception {
        JsonNode result =
                run("abcast", "--seconds", "1", "--warmup", "0", "--rounds", "1", "--outstanding", "4", "--json");

        for (String side : List.of("testudo", "sequencer")) {
            assertThat(result.at("/" + side + "/verified").asBoolean()).as(side).isTrue();
            for (String figure : List.of("opsPerSecond", "p50Millis", "p99Millis", "cpuMicrosPerOp")) {
                assertThat(result.path(side).path(figure).asDouble())
                        .as(side + " " + figure)
                        .isPositive();
            }
        }
        assertThat(result.path("ratio").asDouble()).isPositive();
        assertThat(result.path("ok").asBoolean()).isTrue();
    }

    @Test
    void idleMeasuresEveryMember() throws Exception {
        JsonNode result = run("idle", "--seconds", "1", "--warmup", "0", "--max-cpu-percent", "1000", "--json");

        assertThat(result.path("members")).hasSize(4);
        for (JsonNode member : result.path("members")) {
            assertThat(member.path("cpuPercent").asDouble()).isPositive();
            assertThat(member.path("heapUsedMb").asDouble()).isPositive();
        }
        assertThat(result.path("ok").asBoolean()).isTrue();
    }

    @Test
    void badOptionsAreRefusedBeforeAnythingStarts() throws Exception {
        Process process = start("abcast", "--senders", "1001");

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(errors()).contains("--senders 1001: give 1 to 1000");
    }

    private JsonNode run(String... arguments) throws Exception {
        Process process = start(arguments);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s%n%s", output, errors()).isZero();
        return new ObjectMapper().readTree(output);
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.testudo.cli.Testudo",
                "bench"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile())
                .start();
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("errors"));
    }
}
