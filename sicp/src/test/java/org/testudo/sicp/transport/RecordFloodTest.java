package org.testudo.sicp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SICP-6: records that hold nothing never reach a parser of ours, and the platform takes them without end. */
@Timeout(60)
class RecordFloodTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** More than enough to be noticed: at 22 bytes each a hundred times the allowance. */
    private static final int MANY = 300_000;

    private Crew crew;
    private Crew.Member alice;

    @BeforeEach
    void start() throws IOException {
        crew = new Crew("alice", "mallory");
        alice = crew.start("alice");
    }

    @AfterEach
    void stop() {
        crew.close();
    }

    /** What a flood is made of. */
    @FunctionalInterface
    private interface Record {
        int send(RawTls mallory) throws IOException;
    }

    /** A frame, one byte of it in each record. */
    @Test
    void recordsOfOneByte() throws Exception {
        ByteBuffer frame = ByteBuffer.allocate(1 << 20)
                .putInt(1 << 20)
                .putShort(Crew.PROTOCOL)
                .putInt((1 << 20) - 6);
        frame.rewind();
        assertFloodIsNoticed(mallory -> mallory.send(new byte[] {frame.get()}));
    }

    @Test
    void updatesOfKeys() throws Exception {
        assertFloodIsNoticed(RawTls::updateKeys);
    }

    /** With frames in between: so many of these are no excuse for so much more. */
    @Test
    void updatesOfKeysBetweenFrames() throws Exception {
        assertFloodIsNoticed(mallory -> {
            mallory.send(new byte[Integer.BYTES]);
            int sent = 0;
            for (int i = 0; i < 5; i++) sent += mallory.updateKeys();
            return sent;
        });
    }

    private void assertFloodIsNoticed(Record record) throws Exception {
        try (RawTls mallory = connected()) {
            int sent = record.send(mallory);
            assertThat(sent).as("what is sent is a record").isPositive();
            for (int i = 1; i < MANY && alice.status("mallory").connected(); i++) {
                try {
                    sent += record.send(mallory);
                } catch (IOException e) {
                    break; // closed
                }
            }
            await().atMost(SOON).until(() -> alice.status("mallory").violations() == 1);
            assertThat(alice.refused("mallory", "a flood of records without content"))
                    .isTrue();
        }
    }

    /** The smallest frames, each in a record of its own: the most that a correct peer sends beside its content. */
    @Test
    void keepalivesWithoutEndAreNone() throws Exception {
        try (RawTls mallory = connected()) {
            byte[] frame = Frames.encode(List.of(Crew.packet("!")));
            for (int i = 0; i < 5_000; i++) mallory.send(new byte[Integer.BYTES]);
            mallory.send(frame);

            await().atMost(SOON).until(() -> alice.textsFrom("mallory").contains("!"));
        }
        assertThat(alice.status("mallory").violations()).isZero();
    }

    /** Large frames: a record for each 16 KiB. */
    @Test
    void largeFramesAreNone() throws Exception {
        try (RawTls mallory = connected()) {
            int length = 16 << 20;
            mallory.send(ByteBuffer.allocate(10)
                    .putInt(Packet.HEADER + length)
                    .putShort(Crew.PROTOCOL)
                    .putInt(length)
                    .array());
            for (int i = 0; i < 1024; i++) mallory.send(new byte[16 << 10]);

            await().atMost(SOON).until(() -> alice.got.size() == 1);
        }
        assertThat(alice.status("mallory").violations()).isZero();
    }

    private RawTls connected() throws Exception {
        while (true) {
            RawTls mallory = new RawTls(crew.place("alice"), crew.credentials("mallory"));
            if (mallory.greets(crew.greeting()) == Greeting.Verdict.ACCEPTED) {
                await().atMost(SOON).until(() -> alice.status("mallory").connected());
                return mallory;
            }
            mallory.close();
        }
    }
}
