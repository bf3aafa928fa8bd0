package org.testudo.verification.fuzz;

import java.util.Arrays;
import java.util.List;

/** The entry of a fuzzer that follows coverage (Jazzer): the first byte of an input says which decoder gets the rest. */
public final class DecodersFuzz {
    private static final List<Decoder> ALL = Decoders.all();

    private DecodersFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) return;
        Decoder decoder = ALL.get((input[0] & 0xff) % ALL.size());
        decoder.check(Arrays.copyOfRange(input, 1, input.length));
    }
}
