package org.testudo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.cli.demo.Cast;
import org.testudo.cli.demo.Premises;
import org.testudo.cli.demo.Stage;
import org.testudo.cli.kv.KeyValueOperation;
import org.testudo.gacp.client.GroupClient;
import org.testudo.stack.FreePorts;

/** SICP-2: what an outsider sees who reads all that a running group sends, as Wireshark's own tools tell it. */
class WireCaptureTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String KEY = "a-key-that-nobody-else-may-read";
    private static final String VALUE = "a-value-that-nobody-else-may-read";
    /** Goes over the same interface in plain text. */
    private static final String CONTROL = "what-is-sent-in-plain-text-is-found";

    private static final String CLIENT_HELLO = "1";
    private static final String SERVER_HELLO = "2";
    private static final String TLS_1_3 = "0x0304";
    private static final Set<String> HANDSHAKE_CHANGE_AND_ENCRYPTED = Set.of("22", "20", "23");

    @TempDir
    private Path folder;

    private Path tshark = Path.of("");
    private Path capture = Path.of("");
    private Optional<Process> capturing = Optional.empty();

    @BeforeEach
    void begin() throws Exception {
        Optional<Path> found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(each -> Path.of(each).resolve("tshark"))
                .filter(Files::isExecutable)
                .findFirst();
        require(found.isPresent(), "needs tshark; to run it: apt-get install tshark");
        tshark = found.get();
        capture = folder.resolve("capture.pcapng");
        Path said = folder.resolve("said");
        // FreePorts gives no others.
        List<String> command = List.of(
                tshark.toString(), "-i", "lo", "-f", "tcp portrange 15000-31999", "-w", capture.toString(), "-B", "64");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        capturing = Optional.of(process);
        await().atMost(SOON)
                .until(() -> !process.isAlive() || Files.readString(said).contains("Capturing on"));
        require(
                process.isAlive(),
                "may not capture here: run it as root, or see dpkg-reconfigure wireshark-common ("
                        + Files.readString(said).strip() + ")");
    }

    private static void require(boolean there, String remedy) {
        if (!there) System.err.println("SKIPPED: WireCaptureTest " + remedy);
        assumeTrue(there, remedy);
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (capturing.isEmpty()) return;
        capturing.get().destroy();
        if (!capturing.get().waitFor(10, TimeUnit.SECONDS)) capturing.get().destroyForcibly();
    }

    @Test
    void nothingButTls13IsSeenAndNotOneNameOrPayload() throws Exception {
        Set<String> ports = runAGroup();
        sendInPlainText();
        await().atMost(SOON).until(() -> contains(CONTROL));
        stop();

        for (String secret : List.of(KEY, VALUE, "alice", "carol", "client-1")) {
            assertThat(contains(secret)).as(secret + " is seen").isFalse();
        }
        List<String[]> seen = dissected(ports);
        Set<String> begun = new LinkedHashSet<>();
        Set<String> answered = new LinkedHashSet<>();
        for (String[] each : seen) {
            if (has(each[1], CLIENT_HELLO)) begun.add(each[0]);
            if (has(each[1], SERVER_HELLO)) {
                answered.add(each[0]);
                assertThat(each[2])
                        .as("version that stream " + each[0] + " agreed on")
                        .isEqualTo(TLS_1_3);
            }
            for (String type : (each[3] + "," + each[4]).split(",")) {
                if (!type.isEmpty()) assertThat(HANDSHAKE_CHANGE_AND_ENCRYPTED).contains(type);
            }
            for (String type : each[1].split(",")) {
                if (!type.isEmpty()) assertThat(type).as("in plain text").isIn(CLIENT_HELLO, SERVER_HELLO);
            }
        }
        assertThat(answered)
                .as("connections")
                .hasSizeGreaterThanOrEqualTo(6 + 1)
                .isEqualTo(begun);
        assertThat(foreign(ports)).as("bytes that are no TLS").isEmpty();
    }

    /** Its ports. */
    private static Set<String> runAGroup() throws Exception {
        try (Stage stage = Stage.at(null)) {
            stage.start(new Cast(Stage.MEMBERS, List.of(), List.of(), List.of("client-1"), Premises.loopback(), ""));
            stage.awaitService();
            GroupClient client = stage.openClient("client-1");
            for (int i = 0; i < 50; i++) {
                client.invoke(new KeyValueOperation.Put("put-" + i, KEY, VALUE + i).encode())
                        .get();
            }
            Set<String> ports = new TreeSet<>();
            try (var files = Files.list(stage.directory())) {
                for (Path each :
                        files.filter(it -> it.toString().endsWith(".yaml")).toList()) {
                    Matcher port = Pattern.compile("127\\.0\\.0\\.1:(\\d+)").matcher(Files.readString(each));
                    while (port.find()) ports.add(port.group(1));
                }
            }
            return ports;
        }
    }

    private static void sendInPlainText() throws IOException {
        int port = FreePorts.find();
        try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), port);
                Socket accepted = server.accept();
                OutputStream out = client.getOutputStream()) {
            out.write(CONTROL.getBytes(StandardCharsets.UTF_8));
            out.flush();
            assertThat(accepted.getInputStream().readNBytes(CONTROL.length())).hasSize(CONTROL.length());
        }
    }

    private boolean contains(String text) throws IOException {
        String all = Files.readString(capture, StandardCharsets.ISO_8859_1);
        return all.contains(text);
    }

    private static boolean has(String list, String type) {
        return List.of(list.split(",")).contains(type);
    }

    /** Of each packet with records: stream, kinds of handshake messages, version, types of records and of encrypted ones. */
    private List<String[]> dissected(Set<String> ports) throws Exception {
        List<String> fields = List.of(
                "tcp.stream",
                "tls.handshake.type",
                "tls.handshake.extensions.supported_version",
                "tls.record.content_type",
                "tls.record.opaque_type");
        List<String> arguments = new ArrayList<>(List.of("-Y", "tls", "-T", "fields", "-E", "separator=;"));
        fields.forEach(each -> arguments.addAll(List.of("-e", each)));
        return read(ports, arguments).stream()
                .map(line -> Arrays.copyOf(line.split(";", -1), fields.size()))
                .toList();
    }

    /** Packets of the group with bytes that are neither a record of TLS nor a part of one. */
    private List<String> foreign(Set<String> ports) throws Exception {
        return read(
                ports,
                List.of("-Y", "tcp.len > 0 and not tls and not tcp.segment_data and not tcp.analysis.retransmission"));
    }

    private List<String> read(Set<String> ports, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(tshark.toString(), "-r", capture.toString(), "-2"));
        command.addAll(List.of("-R", "tcp.port in {" + String.join(",", ports) + "}"));
        ports.forEach(port -> command.addAll(List.of("-d", "tcp.port==" + port + ",tls")));
        command.addAll(arguments);
        Path out = folder.resolve("dissected");
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile())
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("errors")))
                .isZero();
        return Files.readAllLines(out, StandardCharsets.ISO_8859_1);
    }
}
