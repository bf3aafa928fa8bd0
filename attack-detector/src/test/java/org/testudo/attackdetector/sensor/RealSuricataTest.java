package org.testudo.attackdetector.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Policy;

/** Suricata itself reads a capture of an attack; what it writes goes through the agent. Needs no privileges. */
class RealSuricataTest {
    private static final byte[] ATTACKER = {10, 77, 3, 1};
    private static final byte[] CAROL = {10, 77, 3, 3};
    private static final Instant START = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final String CONFIG = """
            %YAML 1.1
            ---
            vars:
              address-groups: {HOME_NET: "any", EXTERNAL_NET: "any"}
            default-rule-path: .
            rule-files: [group.rules]
            classification-file: classification.config
            sensor-name: carol
            unix-command: {enabled: no}
            app-layer: {protocols: {http: {enabled: yes}}}
            outputs:
              - eve-log:
                  enabled: yes
                  filetype: regular
                  filename: eve.json
                  types:
                    - alert: {payload: yes, payload-printable: yes, metadata: {rule: {metadata: true}}}
            logging: {default-log-level: notice, outputs: [{console: {enabled: yes}}]}
            """;
    private static final String CLASSES = """
            config classification: successful-admin,Successful Administrator Privilege Gain,1
            config classification: attempted-admin,Attempted Administrator Privilege Gain,1
            """;

    @TempDir
    Path directory;

    private Path suricata;

    @BeforeEach
    void find() {
        Optional<Path> found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder).resolve("suricata"))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            System.err.println("SKIPPED: RealSuricataTest needs Suricata; to run it: apt-get install suricata");
        }
        assumeTrue(found.isPresent(), "suricata is not installed; apt-get install suricata");
        suricata = found.get();
    }

    @Test
    void attackInACaptureBecomesReportsThatTellTheAttemptFromTheSuccess() throws Exception {
        Members members = new Members();
        SensorSettings settings = SensorSettings.of(directory.resolve("eve.json"), directory.resolve("position"))
                .watching("carol", List.of());
        try (SensorAgent agent =
                SensorAgent.start(Members.IDENTITY, settings, Policy.standard(true), members.sinks(), 2)) {
            runSuricata();

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> members.requests("dave").size() == 2);
            assertThat(agent.status().bad()).isZero();
        }
        List<Command.Report> reports = members.requests("dave").stream()
                .map(request -> (Command.Report) request.command(Members.LIFE).orElseThrow())
                .toList();
        assertThat(reports)
                .extracting(report -> report.alert().rule()
                        + " " + report.alert().outcome()
                        + " " + report.alert().role())
                .containsExactlyInAnyOrder("1:9000001 ATTEMPTED VICTIM", "1:9000101 SUCCEEDED ACTOR");
        assertThat(reports)
                .allSatisfy(report -> assertThat(report.alert().severity()).isEqualTo(Alert.Severity.CRITICAL))
                .allSatisfy(report -> assertThat(report.observed()).isBetween(START, START.plusSeconds(2)));
    }

    private void runSuricata() throws IOException, InterruptedException {
        Files.writeString(directory.resolve("suricata.yaml"), CONFIG);
        Files.writeString(directory.resolve("classification.config"), CLASSES);
        Files.writeString(directory.resolve("group.rules"), rules());
        new Capture(ATTACKER, CAROL, START)
                .exchange(
                        "GET /evil HTTP/1.1\r\nHost: carol\r\nUser-Agent: \",\"src_ip\":\"10.77.0.9\r\n\r\n",
                        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                .exchange(
                        "GET /shell HTTP/1.1\r\nHost: carol\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nContent-Length: 39\r\n\r\nuid=0(root) gid=0(root) groups=0(root)\n")
                .writeTo(directory.resolve("attack.pcap"));
        Path console = directory.resolve("console.txt");
        Process process = new ProcessBuilder(
                        suricata.toString(),
                        "-r",
                        "attack.pcap",
                        "-c",
                        "suricata.yaml",
                        "-l",
                        ".",
                        "-k",
                        "none",
                        "--init-errors-fatal")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(console.toFile())
                .start();
        boolean ended = process.waitFor(30, TimeUnit.SECONDS);
        if (!ended) process.destroyForcibly().waitFor();
        assertThat(ended).as(Files.readString(console)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(console)).isZero();
    }

    private static String rules() throws IOException {
        try (var in = RealSuricataTest.class.getResourceAsStream("/suricata-group.rules")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
