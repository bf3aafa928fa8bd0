package org.testudo.stack.pair.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireWriter;

class PairCodecTest {
    private final PairCodec codec = new PairCodec(100);

    @Test
    void eachMessageIsReadAsItWasWrittenAndUnsigned() throws Exception {
        PairMessage.Receipt receipt = new PairMessage.Receipt(PairStream.MESSAGES, 1, 2, 3, 4);
        PairMessage.Parcel parcel = new PairMessage.Parcel(PairStream.MESSAGES, 5, 6, 7, 8, new byte[] {9});

        assertThat(codec.decode(codec.encode(receipt))).isEqualTo(receipt);
        PairMessage.Parcel read = (PairMessage.Parcel) codec.decode(codec.encode(parcel));
        assertThat(List.of(read.view(), read.from(), read.to(), read.sequence()))
                .containsExactly(5L, 6L, 7L, 8L);
        assertThat(read.body()).containsExactly(9);
        assertThat(codec.header(parcel)).isEmpty();
        assertThat(codec.claims(parcel)).isEmpty();
    }

    @Test
    void hostileBytesAreMalformedOrTheOneEncodingOfAMessage() {
        List<byte[]> wholes = List.of(
                codec.encode(new PairMessage.Receipt(PairStream.MESSAGES, 1, 2, 3, 4)),
                codec.encode(new PairMessage.Parcel(PairStream.MESSAGES, 5, 6, 7, 8, new byte[9])));
        Random random = new Random(1);
        for (byte[] whole : wholes) {
            for (int length = 0; length < whole.length; length++) {
                byte[] part = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> codec.decode(part)).isInstanceOf(MalformedException.class);
            }
            assertThatThrownBy(() -> codec.decode(Arrays.copyOf(whole, whole.length + 1)))
                    .isInstanceOf(MalformedException.class);
            for (int i = 0; i < 5_000; i++) {
                byte[] noise = whole.clone();
                for (int j = 0; j < 3; j++) noise[random.nextInt(noise.length)] = (byte) random.nextInt();
                malformedOrCanonical(noise);
            }
        }
    }

    @Test
    void bodyAboveTheBoundIsRefusedBeforeItIsRead() {
        byte[] long101 = codec.encode(new PairMessage.Parcel(PairStream.MESSAGES, 1, 1, 1, 1, new byte[101]));
        byte[] lies = WireWriter.bytes(out -> {
            out.writeByte(1).writeByte(0);
            for (int i = 0; i < 4; i++) out.writeLong(1);
            out.writeInt(Integer.MAX_VALUE);
        });

        assertThatThrownBy(() -> codec.decode(long101)).hasMessageContaining("101 above 100");
        assertThatThrownBy(() -> codec.decode(lies)).isInstanceOf(MalformedException.class);
    }

    private void malformedOrCanonical(byte[] bytes) {
        try {
            assertThat(codec.encode(codec.decode(bytes))).isEqualTo(bytes);
        } catch (MalformedException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
