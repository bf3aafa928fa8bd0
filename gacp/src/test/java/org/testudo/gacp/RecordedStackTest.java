package org.testudo.gacp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.Delivery;
import org.testudo.api.Group;
import org.testudo.api.Principal;
import org.testudo.api.Snapshots;
import org.testudo.api.StateMachine;
import org.testudo.config.FailureDetectorConfig;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;
import org.testudo.config.OrderingConfig;
import org.testudo.config.RecorderConfig;
import org.testudo.gacp.client.GroupClient;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.GenesisLoader;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.stack.FreePorts;
import org.testudo.stack.ReplayedCores;
import org.testudo.stack.StackAssembly;
import org.testudo.stack.recorder.Recording;
import org.testudo.stack.recorder.Replay;

/** A member of a real group records what happens to its cores; fresh cores do the same, and what differs is named. */
@Timeout(120)
class RecordedStackTest {
    private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave");
    private static final int STEP = 2;
    private static final int EFFECT = 3;

    @TempDir
    private Path folder;

    /** Answers with what it was given. Its state comes to the cores with each checkpoint, and so into the recording. */
    private static final class Echo implements StateMachine, Snapshots {
        @Override
        public void writeSnapshot(OutputStream out) throws IOException {
            out.write("the state".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void readSnapshot(InputStream in) throws IOException {
            in.readAllBytes();
        }

        @Override
        public byte[] apply(Delivery operation) {
            return operation.payload();
        }

        @Override
        public byte[] digest() {
            return new byte[32];
        }
    }

    private final List<Integer> ports = new ArrayList<>();

    private GroupConfigBuilder config(String self) {
        GroupConfigBuilder builder = GroupConfig.named("payments").tolerating(1).self(NAMES.contains(self) ? self : "");
        for (int i = 0; i < 4; i++) {
            String name = NAMES.get(i);
            String card = folder.resolve(name + ".pem").toString();
            builder.member(name, "127.0.0.1:" + ports.get(i), "127.0.0.1:" + ports.get(4 + i), card);
        }
        return builder.credentials(
                        folder.resolve(self + ".p12").toString(),
                        folder.resolve(KeyFolder.AUTHORITY_CERTIFICATE).toString(),
                        folder.resolve("secret").toString())
                .ordering(withCheckpoints())
                .recorder(new RecorderConfig(
                        self.equals("bob") ? folder.resolve("recordings").toString() : "", 64 << 20));
    }

    private static OrderingConfig withCheckpoints() {
        OrderingConfig it = OrderingConfig.defaults();
        return new OrderingConfig(
                it.protocol(),
                it.window(),
                it.maxBatch(),
                it.maxPayload(),
                it.poolPerOrigin(),
                it.logLimit(),
                5,
                it.timeout(),
                it.controlTimeout(),
                it.skew(),
                it.idle(),
                it.sessions(),
                it.formationWait(),
                it.journal(),
                it.journalPath());
    }

    /** A group forms, serves a client, and ends; bob has recorded it. */
    private Path record() throws Exception {
        KeyFolder keys = new KeyFolder(folder);
        Passphrase secret = Passphrase.of("swordfish".toCharArray());
        Files.writeString(folder.resolve("secret"), "swordfish\n");
        Authority authority = keys.found("payments", secret);
        for (String name : NAMES) keys.issue(authority, new Principal(Principal.Kind.MEMBER, name), secret);
        keys.issue(authority, new Principal(Principal.Kind.CLIENT, "client-1"), secret);
        ports.addAll(FreePorts.find(8));
        ExecutorService threads = Executors.newCachedThreadPool();
        Map<String, CompletableFuture<Group>> opening = new LinkedHashMap<>();
        for (String name : NAMES) {
            opening.put(
                    name,
                    CompletableFuture.supplyAsync(
                            () -> StackAssembly.of(config(name).build())
                                    .with(new Echo())
                                    .open(),
                            threads));
        }
        List<Group> members = new ArrayList<>();
        for (String name : NAMES) members.add(opening.get(name).get(60, TimeUnit.SECONDS));
        try (GroupClient client = GroupClient.open(config("client-1").build(), Path.of(""), "client-1")) {
            for (int i = 0; i < 20; i++) client.call(("operation " + i).getBytes(StandardCharsets.UTF_8));
        }
        members.forEach(Group::close);
        threads.shutdownNow();
        try (var files = Files.list(folder.resolve("recordings"))) {
            return files.findFirst().orElseThrow();
        }
    }

    private Replay.Outcome replay(Path file, GroupConfig with) throws IOException, MalformedException {
        try (Recording recording = Recording.open(file)) {
            return new ReplayedCores(with, GenesisLoader.load(with, Path.of(""))).replay(recording, line -> {});
        }
    }

    private Path copy(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("copy.recording"), bytes);
    }

    @Test
    void freshCoresDoWhatTheRecordedOnesDidAndADifferenceIsNamed() throws Exception {
        Path file = record();
        GroupConfig bob = config("bob").build();

        Replay.Outcome whole = replay(file, bob);
        assertThat(whole.difference()).isEmpty();
        assertThat(whole.ending()).isEmpty();
        assertThat(whole.steps()).isGreaterThan(500);

        byte[] bytes = Files.readAllBytes(file);
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                .contains("operation 19")
                .contains("the state")
                .doesNotContain("swordfish");
        truncatedTailsAreReplayedAsFarAsTheyGo(bytes, bob, whole.steps());
        anotherEffectIsNamedAtItsStep(bytes, bob, whole.steps() / 2);
        damageEndsIt(bytes, bob);

        FailureDetectorConfig other = new FailureDetectorConfig(
                Duration.ofMillis(333),
                bob.failureDetector().floor(),
                bob.failureDetector().ceiling());
        assertThat(replay(file, config("bob").failureDetector(other).build()).difference())
                .hasValueSatisfying(it -> assertThat(it).contains("FAILURE_DETECTOR, arm"));
        assertThatThrownBy(() -> replay(file, config("carol").build())).hasMessageContaining("not of carol");
    }

    private void truncatedTailsAreReplayedAsFarAsTheyGo(byte[] bytes, GroupConfig bob, long steps) throws Exception {
        for (int cut : List.of(bytes.length - 1, bytes.length - 9, bytes.length / 2, bytes.length / 3 + 1)) {
            Replay.Outcome part = replay(copy(Arrays.copyOf(bytes, cut)), bob);
            assertThat(part.difference()).as("cut at %s", cut).isEmpty();
            assertThat(part.ending()).isNotEmpty();
            assertThat(part.steps()).isLessThanOrEqualTo(steps);
        }
        assertThatThrownBy(() -> replay(copy(Arrays.copyOf(bytes, 30)), bob)).isInstanceOf(MalformedException.class);
    }

    /** As if a core had asked for something else there: the mark of one effect is another one's. */
    private void anotherEffectIsNamedAtItsStep(byte[] bytes, GroupConfig bob, long step) throws Exception {
        byte[] changed = bytes.clone();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        long steps = 0;
        for (int at = 0; ; ) {
            int length = in.readInt();
            in.readInt();
            byte[] record = in.readNBytes(length);
            if (at > 0 && record[0] == STEP) steps++;
            if (at > 0 && record[0] == EFFECT && steps >= step) {
                record[4] ^= 1;
                CRC32C crc = new CRC32C();
                crc.update(record);
                ByteBuffer.wrap(changed, at, 8 + length)
                        .putInt(length)
                        .putInt((int) crc.getValue())
                        .put(record);
                break;
            }
            at += 8 + length;
        }
        String expected = "step " + steps + ": the recorded cores did not ask for";
        assertThat(replay(copy(changed), bob).difference())
                .hasValueSatisfying(it -> assertThat(it).startsWith(expected));
    }

    private void damageEndsIt(byte[] bytes, GroupConfig bob) throws Exception {
        byte[] damaged = bytes.clone();
        damaged[bytes.length / 2] ^= 1;
        Replay.Outcome part = replay(copy(damaged), bob);
        assertThat(part.difference()).isEmpty();
        assertThat(part.ending()).isNotEmpty();
    }
}
