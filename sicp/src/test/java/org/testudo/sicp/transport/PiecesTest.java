package org.testudo.sicp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AB-18: a large packet travels in pieces, between which others may come; there is one way to cut it. */
class PiecesTest {
    private static final int ONE = Frames.PIECE - Packet.HEADER;

    private final Frames frames = new Frames(Set.of((short) 1103));

    @ParameterizedTest
    @ValueSource(ints = {ONE + 1, ONE + Frames.PIECE, ONE + Frames.PIECE + 1, 70_000, Frames.AT_ONCE + 1, 5_000_000})
    void packetArrivesAsItWasSentWhateverComesBetween(int length) throws Exception {
        Packet large = large(length);
        byte[] between = Frames.encode(List.of(Crew.packet("between")));

        List<Packet> read = read(join(cut(large), between));

        assertThat(read.get(read.size() - 2).bytes()).isEqualTo(large.bytes());
        assertThat(read).as("between each two").hasSize(cut(large).size() + 1);
    }

    @Test
    void everyPieceFillsARecordAndTheLastHasTheRest() {
        assertThat(cut(large(40_000)))
                .extracting(it -> it.length)
                .containsExactly(16_384, 16_384, 40_000 + Packet.HEADER - 2 * Frames.PIECE + 4);
    }

    @Test
    void secondPacketFollowsTheFirst() throws Exception {
        List<byte[]> pieces = new ArrayList<>(cut(large(20_000)));
        pieces.addAll(cut(large(30_000)));

        assertThat(read(join(pieces, new byte[0]))).extracting(Packet::length).containsExactly(20_000, 30_000);
    }

    @Test
    void packetThatFitsIntoOnePieceIsAViolation() {
        for (int length : new int[] {Integer.MIN_VALUE, -1, 0, ONE, Packet.MOST_CONTENT + 1, Integer.MAX_VALUE}) {
            assertViolation(piece(Frames.PIECE, first((short) 1103, length)));
        }
    }

    @Test
    void packetForALayerThatNobodyHasIsAViolation() {
        assertViolation(piece(Frames.PIECE, first((short) 9999, 100_000)));
    }

    @Test
    void pieceOfAnyOtherLengthThanTheOneThatIsDueIsAViolation() {
        for (int length : new int[] {0, 1, Frames.PIECE - 1, Frames.PIECE + 1, Integer.MAX_VALUE - Frames.IS_PIECE}) {
            assertViolation(
                    ByteBuffer.allocate(4).putInt(Frames.IS_PIECE + length).array());
            byte[] second =
                    ByteBuffer.allocate(4).putInt(Frames.IS_PIECE + length).array();
            assertViolation(join(List.of(cut(large(50_000)).get(0), second), new byte[0]));
        }
    }

    @Test
    void announcedLengthTakesNoMemoryBeforeItsBytesHaveCome() {
        byte[] announced = piece(Frames.PIECE, first((short) 1103, Packet.MOST_CONTENT));
        long before = allocated();

        for (int i = 0; i < 20; i++) assertThatNothingIsWhole(announced);

        assertThat(allocated() - before).isLessThan(20L * 2 * Frames.AT_ONCE);
    }

    private void assertThatNothingIsWhole(byte[] bytes) {
        assertThatThrownBy(() -> frames.read(after(bytes), new PieceReader(frames, new Flow(), () -> {})))
                .isInstanceOf(EOFException.class);
    }

    /** The stream without the piece that was read already: nothing follows. */
    private DataInputStream after(byte[] piece) throws IOException, Violation {
        DataInputStream in = stream(piece);
        assertThat(frames.read(in, new PieceReader(frames, new Flow(), () -> {})))
                .isEmpty();
        return in;
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    /** Pieces and frames of two packets with one byte changed, or cut short: nothing but violations and ends. */
    @Test
    void changedStreamsAreViolationsOrEndsOrOtherContentAndNothingElse() throws Exception {
        byte[] whole = join(cut(large(60_000)), Frames.encode(List.of(Crew.packet("between"))));
        Random random = new Random(11);
        int violations = 0;
        int ends = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] changed = Arrays.copyOf(whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
            if (changed.length > 12) ByteBuffer.wrap(changed).put(place(random, changed), (byte) random.nextInt());
            try {
                read(changed);
            } catch (Violation e) {
                violations++;
            } catch (EOFException e) {
                ends++;
            }
        }
        assertThat(violations).isGreaterThan(100);
        assertThat(ends).isGreaterThan(100);
    }

    /** Mostly a length or a header, where a change matters. */
    private static int place(Random random, byte[] bytes) {
        int piece = random.nextInt(4) * (Frames.RECORD + 17);
        int place = piece + random.nextInt(10);
        return place < bytes.length ? place : random.nextInt(bytes.length);
    }

    private void assertViolation(byte[] bytes) {
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(Violation.class);
    }

    private List<Packet> read(byte[] bytes) throws IOException, Violation {
        DataInputStream in = stream(bytes);
        PieceReader begun = new PieceReader(frames, new Flow(), () -> {});
        List<Packet> read = new ArrayList<>();
        while (in.available() > 0) read.addAll(frames.read(in, begun));
        return read;
    }

    private static List<byte[]> cut(Packet packet) {
        List<byte[]> pieces = new ArrayList<>();
        PieceWriter writer = new PieceWriter(packet);
        try {
            boolean last = false;
            while (!last) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                last = writer.write(out, pieces.size() % 2 == 1);
                pieces.add(out.toByteArray());
            }
        } catch (IOException e) {
            throw new AssertionError("it is written to memory", e);
        }
        return pieces;
    }

    private static Packet large(int length) {
        byte[] content = new byte[length + 10];
        new Random(length).nextBytes(content);
        return new Packet((short) 1103, content, 7, length, true);
    }

    private static byte[] first(short protocol, int length) {
        return ByteBuffer.allocate(Frames.PIECE)
                .putShort(protocol)
                .putInt(length)
                .array();
    }

    private static byte[] piece(int length, byte[] content) {
        return ByteBuffer.allocate(4 + content.length)
                .putInt(Frames.IS_PIECE + length)
                .put(content)
                .array();
    }

    private static byte[] join(List<byte[]> parts, byte[] between) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] each : parts) {
            out.writeBytes(each);
            out.writeBytes(between);
        }
        return out.toByteArray();
    }

    private static DataInputStream stream(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
