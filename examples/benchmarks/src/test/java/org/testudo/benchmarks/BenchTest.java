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
    /** Of every process below it, too: quick to start, but TLS is slow without C2, so no test sends much. */
    private static final String QUICK = "-XX:TieredStopAtLevel=1 -Xshare:auto";

    @TempDir
    private Path folder;

    private String options = QUICK;

    @Test
    void abcastMeasuresAllSidesAndVerifiesThem() throws Exception {
        List<JsonNode> lines =
                lines("abcast", "--senders=16", "--outstanding=4", "--seconds=1", "--warmup=0", "--rounds=1", "--json");

        assertThat(lines).hasSize(5);
        for (JsonNode run : lines.subList(0, 4)) {
            assertThat(run.path("verified").asBoolean()).as(run.toString()).isTrue();
            for (String figure : List.of("opsPerSecond", "p50Millis", "p99Millis", "cpuMicrosPerOp", "heapMb")) {
                assertThat(run.path(figure).asDouble()).as(run + " " + figure).isPositive();
            }
        }
        JsonNode summary = lines.get(4);
        assertThat(summary.path("type").asText()).isEqualTo("summary");
        for (String figure : List.of(
                "ratioToSequencerTls",
                "ratioToSequencer",
                "ratioToSequencerOnGms",
                "deliveredPerSecond",
                "p50Ms",
                "p99Ms",
                "cpuMicrosPerDelivery",
                "maxHeapMb")) {
            assertThat(summary.path(figure).asDouble()).as(figure).isPositive();
        }
        assertThat(summary.path("ok").asBoolean()).isTrue();
    }

    /** Virtual time: what is right of a short run is right of a long one. */
    @Test
    void detectorShowsWhatABoundCostsAndWhatItIsWorth() throws Exception {
        options = "-Xshare:auto"; // it does nothing but compute
        List<JsonNode> lines = lines("detector", "--hours", "1", "--crashes", "20", "--json");

        JsonNode summary = lines.get(lines.size() - 1);
        assertThat(summary.path("benchmark").asText()).isEqualTo("detector");
        assertThat(lines).hasSize(5 * 13 + 1).isEqualTo(lines("detector", "--hours", "1", "--crashes", "20", "--json"));
        JsonNode hasty = detector(lines, "bursts", "fixed", 500);
        JsonNode patient = detector(lines, "bursts", "fixed", 3_000);
        JsonNode adaptive = detector(lines, "bursts", "adaptive", 3_000);
        assertThat(hasty.path("mistakesPerHour").asDouble())
                .isGreaterThan(10)
                .isGreaterThan(adaptive.path("mistakesPerHour").asDouble())
                .isGreaterThan(patient.path("mistakesPerHour").asDouble());
        assertThat(hasty.path("detectionMaxMs").asDouble())
                .isLessThan(patient.path("detectionMeanMs").asDouble());
        for (JsonNode each : lines.subList(0, lines.size() - 1)) {
            assertThat(each.path("queryAccuracy").asDouble())
                    .as(each.toString())
                    .isBetween(0.0, 1.0);
            assertThat(each.path("detectionMeanMs").asDouble())
                    .as(each.toString())
                    .isBetween(
                            each.path("floorMs").asDouble() - 300,
                            each.path("ceilingMs").asDouble() + 1_500);
        }
        JsonNode steady = detector(lines, "steady", "adaptive", 3_000);
        assertThat(steady.path("mistakesPerHour").asDouble()).isZero();
        assertThat(steady.path("detectionMaxMs").asDouble()).isLessThan(510);
    }

    private static JsonNode detector(List<JsonNode> lines, String delays, String bound, int ceiling) {
        return lines.stream()
                .filter(it -> it.path("delays").asText().equals(delays)
                        && it.path("bound").asText().equals(bound)
                        && it.path("ceilingMs").asInt() == ceiling)
                .findFirst()
                .orElseThrow();
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
    void transportIsMeasuredBesideTheStockOne() throws Exception {
        List<JsonNode> lines =
                lines("transport", "--senders", "5", "--seconds", "1", "--warmup", "0", "--rounds", "1", "--json");

        assertThat(lines).extracting(it -> it.path("side").asText()).containsExactly("sicp", "stock-tls", "");
        for (JsonNode run : lines.subList(0, 2)) {
            assertThat(run.path("verified").asBoolean()).as(run.toString()).isTrue();
            assertThat(run.path("roundTripsPerSecond").asDouble()).isPositive();
            assertThat(run.path("p50Millis").asDouble()).isPositive();
        }
        for (String figure :
                List.of("roundTripsPerSecond", "p50Ms", "p99Ms", "ratioToStockTls", "p50RatioToStockTls")) {
            assertThat(lines.get(2).path(figure).asDouble()).as(figure).isPositive();
        }
        assertThat(lines.get(2).path("ok").asBoolean()).isTrue();
    }

    @Test
    void moreThanFlowControlBearsIsRefused() throws Exception {
        Process process = start("transport", "--senders", "1000", "--outstanding", "256");

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(errors()).contains("--senders 1000 --outstanding 256").contains("give less of one");
    }

    /** All but the verdict on the figures, which mean nothing here: the exit status is 1 only if one is beyond its limit. */
    @Test
    void faultsMeasureEachKindAndVerifyIt() throws Exception {
        Path plots = folder.resolve("plots");
        List<JsonNode> lines = anyway(
                "faults",
                "--together",
                "--large-payload",
                "16384",
                "--seconds",
                "1",
                "--adapting",
                "1",
                "--warmup",
                "0",
                "--rounds",
                "1",
                "--json",
                "--plots",
                "" + plots);

        assertThat(lines).hasSize(5);
        for (JsonNode run : lines.subList(0, 4)) {
            assertThat(run.path("verified").asBoolean()).as(run.toString()).isTrue();
        }
        for (String figure : List.of("longestGapMs", "slowLeaderRatio", "memberFloodRatio", "largePayloadP50Ratio")) {
            assertThat(lines.get(4).path(figure).isNumber()).as(figure).isTrue();
        }
        for (Ordeal kind : Ordeal.values())
            assertThat(plots.resolve("faults-" + kind + ".svg")).isNotEmptyFile();
    }

    @Test
    void heapIsMeasuredEachMinute() throws Exception {
        List<JsonNode> lines =
                anyway("heap", "--senders=16", "--outstanding=4", "--minutes=3", "--seconds-a-minute=1", "--json");

        assertThat(lines).hasSize(4);
        assertThat(lines.get(0).path("heapMb")).hasSize(4);
        assertThat(lines.get(3).path("maxHeapMb").asDouble()).isPositive();
        assertThat(lines.get(3).path("verified").asBoolean()).isTrue();
    }

    @Test
    void clientsAreMeasuredBySessionsAndPayload() throws Exception {
        List<JsonNode> lines = lines(
                "clients",
                "--sessions",
                "1,3",
                "--payloads",
                "0,100",
                "--seconds",
                "1",
                "--warmup",
                "0",
                "--settle",
                "0",
                "--json");

        assertThat(lines).hasSize(5);
        assertThat(lines.subList(0, 4))
                .extracting(it -> it.path("sessions").asInt())
                .containsExactly(3, 3, 1, 1);
        assertThat(lines.subList(0, 4))
                .extracting(it -> it.path("payload").asInt())
                .containsExactly(0, 100, 0, 100);
        for (JsonNode run : lines.subList(0, 4)) {
            assertThat(run.path("verified").asBoolean()).as(run.toString()).isTrue();
            for (String figure : List.of(
                    "opsPerSecond",
                    "p50Millis",
                    "p99Millis",
                    "memberCpuMicrosPerOp",
                    "clientCpuMicrosPerOp",
                    "memberHeapMb",
                    "clientHeapMb")) {
                assertThat(run.path(figure).asDouble()).as(run + " " + figure).isPositive();
            }
        }
        assertThat(lines.get(4).path("ok").asBoolean()).isTrue();
    }

    @Test
    void badOptionsAreRefusedBeforeAnythingStarts() throws Exception {
        Process process = start("abcast", "--senders", "1001");

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(errors()).contains("--senders 1001: give 1 to 1000");
    }

    @Test
    void otherModelWithAJournalIsMeasuredOnItsOwn() throws Exception {
        Path onDisk = Path.of("target").toAbsolutePath(); // temporary files may be in memory

        List<JsonNode> lines = lines(
                "abcast",
                "--fault-model",
                "crash",
                "--journal",
                "file",
                "--directory",
                "" + onDisk,
                "--against",
                "none",
                "--senders",
                "8",
                "--outstanding",
                "4",
                "--seconds",
                "1",
                "--warmup",
                "0",
                "--rounds",
                "1",
                "--json");

        assertThat(lines)
                .extracting(it -> it.path("side").asText())
                .containsExactly("testudo-crash-journal", "testudo-crash-journal");
        assertThat(lines.get(0).path("verified").asBoolean()).isTrue();
        assertThat(lines.get(1).path("ok").asBoolean()).isTrue();
    }

    @Test
    void unknownPeerIsRefusedWithTheNamesThatThereAre() throws Exception {
        Process process = start("abcast", "--against", "raft");

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(errors()).contains("--against raft: give sequencer").contains("sequencer-tls");
    }

    @Test
    void unknownFaultModelIsRefused() throws Exception {
        Process process = start("abcast", "--fault-model", "honest");

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(errors()).contains("--fault-model honest: give byzantine or crash");
    }

    private JsonNode run(String... arguments) throws Exception {
        List<JsonNode> lines = lines(arguments);
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    private List<JsonNode> lines(String... arguments) throws Exception {
        return lines(0, arguments);
    }

    /** Whatever the verdict on the figures. */
    private List<JsonNode> anyway(String... arguments) throws Exception {
        return lines(1, arguments);
    }

    private List<JsonNode> lines(int highestStatus, String... arguments) throws Exception {
        Process process = start(arguments);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s%n%s", output, errors()).isBetween(0, highestStatus);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : output.lines().toList()) lines.add(new ObjectMapper().readTree(line));
        return lines;
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.testudo.cli.Testudo",
                "bench"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JDK_JAVA_OPTIONS", options);
        return builder.redirectError(folder.resolve("errors").toFile()).start();
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("errors"));
    }
}
