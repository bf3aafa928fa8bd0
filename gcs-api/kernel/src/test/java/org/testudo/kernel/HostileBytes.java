package org.testudo.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** What must hold of every encoding, whatever bytes a peer sends (ARCHITECTURE 7). */
public final class HostileBytes {
    private HostileBytes() {}

    /** Equal values, and nothing but whole encodings; one encoding for each value; no surprise from noise. */
    public static <T> void check(T value, WireReader.Element<T> read, WireWriter.Element<T> write)
            throws MalformedException {
        byte[] bytes = WireWriter.bytes(out -> write.write(value, out));

        assertThat(WireReader.whole(bytes, read)).isEqualTo(value);
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> WireReader.whole(part, read)).isInstanceOf(MalformedException.class);
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> WireReader.whole(longer, read)).isInstanceOf(MalformedException.class);
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            malformedOrCanonical(flipped, read, write);
        }
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = bytes.clone();
            for (int j = 0; j < 4; j++) noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            malformedOrCanonical(noise, read, write);
        }
    }

    private static <T> void malformedOrCanonical(
            byte[] bytes, WireReader.Element<T> read, WireWriter.Element<T> write) {
        try {
            T value = WireReader.whole(bytes, read);
            assertThat(WireWriter.bytes(out -> write.write(value, out))).isEqualTo(bytes);
        } catch (MalformedException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
