package org.testudo.sicp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.MemberId;
import org.testudo.stack.FreePorts;

/**
 * SICP-2: session keys are updated within a long connection. The platform does it after so many bytes under one key as a
 * property says that it reads once; so two members run in a process of their own, with a limit of one megabyte.
 */
@Timeout(120)
class KeyUpdateTest {
    private static final int MESSAGES = 7;
    private static final int LENGTH = 1 << 20;

    @TempDir
    private Path folder;

    @Test
    void keysAreUpdatedWithinAConnectionAndNothingIsLost() throws Exception {
        String limited = run("AES/GCM/NoPadding KeyUpdate 2^20, ChaCha20-Poly1305 KeyUpdate 2^20");

        assertThat(updates(limited)).isGreaterThanOrEqualTo(MESSAGES / 2);
        assertThat(limited).contains("all " + MESSAGES + " arrived");
    }

    /** What the test above would see if nothing were updated. */
    @Test
    void belowTheLimitNoneIsUpdated() throws Exception {
        String unlimited = run("AES/GCM/NoPadding KeyUpdate 2^37, ChaCha20-Poly1305 KeyUpdate 2^37");

        assertThat(updates(unlimited)).isZero();
        assertThat(unlimited).contains("all " + MESSAGES + " arrived");
    }

    private static long updates(String output) {
        return output.lines()
                .filter(it -> it.contains("KeyUpdate: write key updated"))
                .count();
    }

    private String run(String limits) throws Exception {
        Path properties = Files.writeString(folder.resolve("security"), "jdk.tls.keyLimits=" + limits + "\n");
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Djava.security.properties=" + properties,
                        "-Djavax.net.debug=ssl",
                        Two.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(new File(output.toString()))
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    /**
     * Two members in one process, of which one sends the other some megabytes. Only she dials, for where he looks for her is nobody: if both
     * did, one of two connections would be given up, with what was sent on it.
     */
    static final class Two {
        private Two() {}

        public static void main(String[] args) throws Exception {
            try (Crew crew = new Crew("alice", "zoe")) {
                Peer elsewhere = new Peer(new MemberId("alice"), "127.0.0.1", FreePorts.find());
                Crew.Member zoe =
                        crew.prepare(crew.credentials("zoe"), crew.greeting(), List.of(elsewhere, crew.place("zoe")));
                zoe.links.start();
                List<Crew.Member> members = List.of(crew.start("alice"), zoe);
                await().atMost(Duration.ofSeconds(20)).until(() -> Crew.allConnected(members));
                String large = "x".repeat(LENGTH);
                for (int i = 0; i < MESSAGES; i++) members.get(0).send("zoe", large);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> members.get(1).got.size() == MESSAGES);
                boolean same =
                        members.get(1).got.stream().allMatch(it -> it.text().equals(large));
                if (same) System.out.println("all " + MESSAGES + " arrived");
            }
            System.exit(0);
        }
    }
}
