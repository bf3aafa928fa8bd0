package org.testudo.sicp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.CompositeMessage;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.protocols.TpHeader;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.UUID;
import org.jgroups.util.Util;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.testudo.api.MemberId;

/** SICP-3, SICP-4, SICP-5: what a member with good credentials can do to its own connection, and to nobody else's. */
@Timeout(60)
class LyingMemberTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Crew crew;
    private Crew.Member alice;
    private Crew.Member bob;

    @BeforeEach
    void start() throws IOException {
        crew = new Crew("alice", "bob", "mallory");
        alice = crew.start("alice");
        bob = crew.start("bob");
        await().atMost(SOON).until(() -> alice.status("bob").connected());
    }

    @AfterEach
    void stop() {
        crew.close();
    }

    static Stream<Arguments> frames() throws Exception {
        byte[] good = packet(Crew.PROTOCOL, 4, bytes("good"));
        return Stream.of(
                Arguments.of("protocol that nobody here speaks", packet(9999, 1, new byte[1])),
                Arguments.of("protocol of the transport itself", packet(1100, 1, new byte[1])),
                Arguments.of("negative length within", packet(Crew.PROTOCOL, -1, new byte[1])),
                Arguments.of("length within beyond the frame", packet(Crew.PROTOCOL, 2, new byte[1])),
                Arguments.of("largest length within", packet(Crew.PROTOCOL, Integer.MAX_VALUE, new byte[1])),
                Arguments.of("header cut short", new byte[5]),
                Arguments.of("one byte left over", join(good, new byte[1])),
                Arguments.of("good packet before a bad one", join(good, packet(9999, 1, new byte[1]))),
                Arguments.of("message of JGroups in another's name", stockMessage()),
                Arguments.of("batch of JGroups with one message in another's name", stockBatch()),
                Arguments.of("object of JGroups", stock(new ObjectMessage(address(1), "object").setSrc(address(2)))),
                Arguments.of("message of JGroups within another", stockNested()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("frames")
    void frameOutOfOrderEndsTheConnectionAndNothingOfItIsPassedOn(String what, byte[] frame) throws Exception {
        try (Stranger mallory = connected()) {
            mallory.frame(frame);

            assertThat(mallory.isClosedByTheOther()).isTrue();
        }
        assertViolated();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Frames.MOST_BYTES + 1, 1 << 30})
    void frameOfAnImpossibleLengthEndsTheConnection(int length) throws Exception {
        try (Stranger mallory = connected()) {
            mallory.raw(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());

            assertThat(mallory.isClosedByTheOther()).isTrue();
        }
        assertViolated();
    }

    /** AB-18: a piece out of place, or of something that is not sent in pieces. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, Frames.PIECE - 1, Frames.PIECE, Frames.MOST_BYTES})
    void pieceOfGarbageEndsTheConnection(int length) throws Exception {
        try (Stranger mallory = connected()) {
            mallory.raw(ByteBuffer.allocate(Integer.BYTES + Frames.PIECE)
                    .putInt(Frames.IS_PIECE + length)
                    .array());

            assertThat(mallory.isClosedByTheOther()).isTrue();
        }
        assertViolated();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Frames.IS_RECEIPT - 1})
    void receiptForWhatWasNotSentEndsTheConnection(int pieces) throws Exception {
        try (Stranger mallory = connected()) {
            mallory.raw(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(Frames.IS_RECEIPT + pieces)
                    .array());

            assertThat(mallory.isClosedByTheOther()).isTrue();
        }
        assertViolated();
    }

    /** It gets no more of that; what is small goes on, and nobody else is delayed. */
    @Test
    void memberThatTellsNothingOfWhatItReadsGetsAFewPiecesAndTheVotes() throws Exception {
        try (Stranger mallory = connected()) {
            Packet body = Packet.of(Crew.PROTOCOL, new byte[1 << 20]).asBulk();
            for (int i = 0; i < 20; i++) alice.links.send(new MemberId("mallory"), body);
            alice.send("mallory", "vote");

            assertThat(mallory.readsUntil("vote")).isLessThan((Flow.FIRST + 1) * Frames.RECORD);
            alice.send("bob", "undisturbed");
            await().atMost(SOON).until(() -> bob.textsFrom("alice").contains("undisturbed"));
        }
    }

    /** It holds a buffer of its own, and what else it sends is taken as ever; the next connection begins anew. */
    @Test
    void packetThatIsBegunAndNeverEndedKeepsNothingElseWaiting() throws Exception {
        byte[] begun = ByteBuffer.allocate(Integer.BYTES + Frames.PIECE)
                .putInt(Frames.IS_PIECE + Frames.PIECE)
                .putShort(Crew.PROTOCOL)
                .putInt(Packet.MOST_CONTENT)
                .array();
        for (int i = 1; i <= 2; i++) {
            try (Stranger mallory = connected()) {
                mallory.raw(begun);
                mallory.frame(packet(Crew.PROTOCOL, 1, bytes("!")));

                int times = i;
                await().atMost(SOON).until(() -> alice.textsFrom("mallory").size() == times);
            }
        }
        assertThat(alice.status("mallory").violations()).isZero();
    }

    private void assertViolated() {
        await().atMost(SOON).until(() -> alice.status("mallory").violations() == 1);
        assertThat(alice.got).isEmpty();
        await().atMost(SOON).until(() -> List.copyOf(alice.violators).equals(List.of(new MemberId("mallory"))));
        assertThat(alice.links.refusals()).anyMatch(it -> it.startsWith("mallory: sent "));
        alice.send("bob", "undisturbed");
        await().atMost(SOON).until(() -> bob.textsFrom("alice").contains("undisturbed"));
    }

    @Test
    void everythingItSendsIsInItsOwnName() throws Exception {
        try (Stranger mallory = connected()) {
            mallory.frame(packet(Crew.PROTOCOL, 3, bytes("bob")));

            await().atMost(SOON).until(() -> alice.got.size() == 1);
        }
        assertThat(alice.got).containsExactly(new Crew.Got(new MemberId("mallory"), "bob"));
    }

    @Test
    void violationsAreCountedEachAndToldOnceAMinute() throws Exception {
        for (int i = 1; i <= 3; i++) {
            try (Stranger mallory = connected()) {
                mallory.frame(new byte[1]);
                assertThat(mallory.isClosedByTheOther()).isTrue();
            }
            int times = i;
            await().atMost(SOON).until(() -> alice.status("mallory").violations() == times);
        }

        assertThat(alice.violators).hasSize(1);
    }

    @Test
    void memberThatStopsReadingDelaysNobodyElse() throws Exception {
        try (Stranger mallory = connected()) {
            String large = "x".repeat(50_000);
            long start = System.nanoTime();
            for (int i = 0; i < 2_000; i++) alice.send("mallory", large);
            for (int i = 0; i < 500; i++) alice.send("bob", "" + i);
            Duration sending = Duration.ofNanos(System.nanoTime() - start);

            await().atMost(SOON).until(() -> bob.textsFrom("alice").size() == 500);
            assertThat(sending).as("sending never waits").isLessThan(Duration.ofSeconds(5));
            assertThat(alice.status("mallory").dropped()).isPositive();
            assertThat(alice.status("mallory").queued() * 50_000L).isLessThanOrEqualTo(SendQueue.MOST_BYTES);
            mallory.frame(packet(Crew.PROTOCOL, 1, bytes("!")));
        }
    }

    @Test
    void excludingAMemberThatStopsReadingDoesNotWait() throws Exception {
        try (Stranger mallory = connected()) {
            for (int i = 0; i < 500; i++) alice.send("mallory", "x".repeat(50_000));
            long start = System.nanoTime();

            alice.links.exclude(Set.of(new MemberId("mallory")));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
            assertThat(mallory.isClosedByTheOther()).isTrue();
        }
        try (Stranger again = new Stranger(crew.place("alice"))) {
            Greeting answer = again.greets(crew.credentials("mallory"), crew.greeting());
            assertThat(answer.verdict()).isEqualTo(Greeting.Verdict.REFUSED);
            assertThat(answer.reason()).contains("'mallory' is excluded");
        }
    }

    @Test
    void silentMemberIsGivenUpAndTakenBackWhenItReturns() throws Exception {
        try (Stranger mallory = connected()) {
            await().atMost(SOON).until(() -> !alice.status("mallory").connected());
            assertThat(mallory.isClosedByTheOther()).isTrue();
        }
        assertThat(alice.status("bob").connected())
                .as("one that is idle but lives is kept")
                .isTrue();
        connected().close();
    }

    @Test
    void secondConnectionReplacesTheFirst() throws Exception {
        try (Stranger first = connected();
                Stranger second = connected()) {
            assertThat(first.isClosedByTheOther()).isTrue();

            second.frame(packet(Crew.PROTOCOL, 1, bytes("2")));
            await().atMost(SOON).until(() -> alice.textsFrom("mallory").equals(List.of("2")));
        }
    }

    @Test
    void serverThatNeverSpeaksDelaysNobodyElse() throws Exception {
        crew.close();
        try (ServerSocket silent = new ServerSocket()) {
            silent.bind(crew.place("mallory").socketAddress());
            Crew.Member hasty = crew.startHasty("alice");
            Crew.Member other = crew.start("bob");

            for (int i = 0; i < 100; i++) {
                hasty.send("mallory", "" + i);
                hasty.send("bob", "" + i);
            }

            await().atMost(SOON).until(() -> other.textsFrom("alice").size() == 100);
            await().atMost(SOON).until(() -> hasty.refused("mallory", "did not authenticate itself within 500ms"));
        }
    }

    /** Mallory, connected by the rules; alice may be dialling at the moment and say so. */
    private Stranger connected() throws Exception {
        while (true) {
            Stranger mallory = new Stranger(crew.place("alice"));
            Greeting answer = mallory.greets(crew.credentials("mallory"), crew.greeting());
            if (answer.verdict() == Greeting.Verdict.ACCEPTED) {
                await().atMost(SOON).until(() -> alice.status("mallory").connected());
                return mallory;
            }
            mallory.close();
        }
    }

    private static byte[] packet(int protocol, int length, byte[] content) {
        return ByteBuffer.allocate(Packet.HEADER + content.length)
                .putShort((short) protocol)
                .putInt(length)
                .put(content)
                .array();
    }

    private static byte[] join(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Address address(long number) {
        return new UUID(number, number);
    }

    private static byte[] stockMessage() throws Exception {
        return stock(new BytesMessage(address(1), new byte[10])
                .setSrc(address(2))
                .putHeader((short) 200, new TpHeader("payments")));
    }

    private static byte[] stock(Message message) throws Exception {
        ByteArrayDataOutputStream out = new ByteArrayDataOutputStream();
        Util.writeMessage(message, out, false);
        return Arrays.copyOf(out.buffer(), out.position());
    }

    private static byte[] stockBatch() throws Exception {
        ByteArrayDataOutputStream out = new ByteArrayDataOutputStream();
        List<Message> messages = List.of(
                new BytesMessage(address(1), new byte[10]).setSrc(address(3)),
                new BytesMessage(address(1), new byte[10]).setSrc(address(2)));
        Util.writeMessageList(address(1), address(3), bytes("payments"), messages, out, false);
        return Arrays.copyOf(out.buffer(), out.position());
    }

    private static byte[] stockNested() throws Exception {
        Message inner = new BytesMessage(address(1), new byte[10]).setSrc(address(2));
        return stock(new CompositeMessage(address(1)).add(inner).setSrc(address(3)));
    }
}
