package org.testudo.verification.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Whatever bytes a peer, client, sensor or file brings: each decoder refuses them, or reads the one encoding of a value
 * (SICP-4, AD-3, ARCHITECTURE 7). Runs what is kept in {@code src/test/resources/fuzz}, and some thousands of mutations;
 * {@code -Dtestudo.fuzz.rounds} says how many.
 */
class DecodersTest {
    private static final int ROUNDS = Integer.getInteger("testudo.fuzz.rounds", 4_000);
    private static final long SEED = Long.getLong("testudo.seed", 1);
    private static final int MOST_IN_POOL = 400;
    private static final byte[] TWO = new byte[2];

    static List<Decoder> decoders() {
        return Decoders.all();
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void refusesOrReadsTheOneEncodingAndTakesLittleMemory(Decoder decoder) throws IOException {
        List<byte[]> pool = new ArrayList<>(decoder.samples());
        for (byte[] each : decoder.samples())
            assertThat(decoder.check(each)).as("a sample is read").isTrue();
        for (byte[] each : KeptInputs.of(decoder)) {
            decoder.check(each);
            pool.add(each);
        }
        assertThat(pool).as("something to begin from").isNotEmpty();

        run(decoder, pool);
    }

    private static int run(Decoder decoder, List<byte[]> pool) {
        Mutation mutation = new Mutation(SEED);
        int read = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] input = mutation.of(pool);
            if (!decoder.check(input)) continue;
            read++;
            if (pool.size() < MOST_IN_POOL && input.length < 100_000) pool.add(input);
        }
        return read;
    }

    /** Decoders with a fault each: what the test above would see. */
    @Test
    void everyKindOfFaultIsFound() {
        assertFound("threw java.lang.ArrayIndexOutOfBounds", false, in -> new byte[] {TWO[in.readByte()]});
        assertFound("threw java.lang.NullPointer", false, in -> in.readByte() == 7 ? null : new byte[1]);
        assertFound("took ", false, in -> Arrays.copyOf(new byte[in.readInt() & 0x3ffffff], 4));
        assertFound("has another encoding", true, in -> new byte[] {(byte) (in.readByte() == 0 ? 0 : 1)});
        assertFound("does not read what it wrote", false, in -> new byte[] {(byte) (in.readByte() / 2)});
    }

    private static void assertFound(String fault, boolean canonical, WireReader.Element<byte[]> faulty) {
        List<byte[]> samples = List.of(new byte[] {0}, new byte[] {1}, new byte[4]);
        Decoder.Reading reading = bytes -> WireReader.whole(bytes, faulty).clone();
        Decoder decoder = new Decoder("faulty", reading, canonical, samples);

        assertThatThrownBy(() -> run(decoder, new ArrayList<>(samples)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("decoder 'faulty' " + fault);
    }

    @Test
    void decoderWithoutFaultPasses() {
        Decoder decoder = new Decoder(
                "good",
                bytes -> {
                    String text = WireReader.whole(bytes, in -> in.readText(100));
                    return WireWriter.bytes(out -> out.writeText(text));
                },
                true,
                List.of(WireWriter.bytes(out -> out.writeText("good"))));

        assertThat(run(decoder, new ArrayList<>(decoder.samples()))).isPositive();
    }

    /** They name the folders of what is kept. */
    @Test
    void namesAreDistinctAndEachHasItsFolder() throws IOException {
        for (Decoder each : Decoders.all())
            assertThat(KeptInputs.of(each)).as(each.name()).isNotEmpty();

        assertThat(Decoders.all()).extracting(Decoder::name).doesNotHaveDuplicates();
    }
}
