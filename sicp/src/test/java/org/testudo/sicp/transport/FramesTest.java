package org.testudo.sicp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** SICP-4: frames are read whole and bounded, and passed on whole or not at all. */
class FramesTest {
    private final Frames frames = new Frames(Set.of((short) 1101, (short) 1103));

    @Test
    void packetsAreReadAsTheyWereWritten() throws Exception {
        byte[] large = new byte[100_000];
        new Random(1).nextBytes(large);
        List<Packet> written = List.of(
                Packet.of((short) 1101, new byte[0]),
                Packet.of((short) 1103, large),
                new Packet((short) 1101, new byte[] {1, 2, 3, 4}, 1, 2));

        List<Packet> read = read(Frames.encode(written));

        assertThat(read).extracting(Packet::protocol).containsExactly((short) 1101, (short) 1103, (short) 1101);
        assertThat(read.get(0).bytes()).isEmpty();
        assertThat(read.get(1).bytes()).isEqualTo(large);
        assertThat(read.get(2).bytes()).containsExactly(2, 3);
    }

    /** Whatever way it is written, it is the same frame. */
    @Test
    void largePacketIsWrittenAsAFrameLikeAnyOther() throws Exception {
        byte[] content = new byte[70_000];
        new Random(2).nextBytes(content);
        for (int length : new int[] {0, 1, 16_373, 16_374, 16_384, 16_385, 16_400, 69_990}) {
            List<Packet> packets = List.of(new Packet((short) 1101, content, 7, length));
            ByteArrayOutputStream out = new ByteArrayOutputStream();

            Frames.write(packets, out);

            assertThat(out.toByteArray()).isEqualTo(Frames.encode(packets));
        }
    }

    @Test
    void frameWithoutPacketsIsInOrder() throws Exception {
        assertThat(read(Frames.encode(List.of()))).isEmpty();
    }

    @Test
    void everyPrefixOfAFrameIsAnEndOfTheConnection() {
        byte[] whole = Frames.encode(List.of(Packet.of((short) 1101, new byte[20])));

        for (int length = 0; length < whole.length; length++) {
            byte[] prefix = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(prefix)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void announcedLengthAllocatesNothing() {
        byte[] announcement = ByteBuffer.allocate(4).putInt(Frames.MOST_BYTES).array();

        assertThatThrownBy(() -> read(announcement)).isInstanceOf(EOFException.class);
    }

    /** Each costs memory, however short it is. */
    @Test
    void frameOfTooManyPacketsIsAViolation() throws Exception {
        List<Packet> most = Collections.nCopies(Frames.MOST_PACKETS, Packet.of((short) 1101, new byte[0]));
        List<Packet> more = Collections.nCopies(Frames.MOST_PACKETS + 1, most.get(0));

        assertThat(read(Frames.encode(most))).hasSize(Frames.MOST_PACKETS);
        assertThatThrownBy(() -> read(Frames.encode(more))).isInstanceOf(Violation.class);
    }

    @Test
    void randomBytesAreViolationsAndNothingElse() {
        Random random = new Random(7);
        int inOrder = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] content = new byte[random.nextInt(40)];
            random.nextBytes(content);
            if (content.length > 5 && i % 2 == 0)
                ByteBuffer.wrap(content).putShort((short) 1103).putShort((short) 0);
            inOrder += parses(content) ? 1 : 0;
        }
        assertThat(inOrder).as("some are in order by chance").isBetween(1, 2_000);
    }

    private List<Packet> read(byte[] bytes) throws IOException, Violation {
        return frames.read(stream(bytes), new PieceReader(frames, new Flow(), () -> {}));
    }

    private boolean parses(byte[] content) {
        try {
            byte[] frame = ByteBuffer.allocate(4 + content.length)
                    .putInt(content.length)
                    .put(content)
                    .array();
            read(frame);
            return true;
        } catch (Violation e) {
            return false;
        } catch (IOException e) {
            throw new AssertionError("it has come whole", e);
        }
    }

    private static DataInputStream stream(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
