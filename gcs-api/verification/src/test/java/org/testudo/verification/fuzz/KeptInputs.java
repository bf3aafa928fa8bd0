package org.testudo.verification.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Inputs that are kept for each decoder: each was of use to a fuzzer once, or found something. */
final class KeptInputs {
    private static final Path FOLDER = Path.of("src/test/resources/fuzz");

    private KeptInputs() {}

    static List<byte[]> of(Decoder decoder) throws IOException {
        Path folder = FOLDER.resolve(decoder.name());
        if (!Files.isDirectory(folder)) return List.of();
        List<byte[]> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.sorted().toList()) inputs.add(Files.readAllBytes(each));
        }
        return inputs;
    }

    /** Writes all of them, and the samples, as {@link DecodersFuzz} takes them, into the folder that is named. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        List<Decoder> all = Decoders.all();
        for (int i = 0; i < all.size(); i++) {
            List<byte[]> inputs = new ArrayList<>(all.get(i).samples());
            inputs.addAll(of(all.get(i)));
            for (int j = 0; j < inputs.size(); j++) {
                byte[] input = inputs.get(j);
                Files.write(
                        folder.resolve(all.get(i).name() + "-" + j),
                        ByteBuffer.allocate(1 + input.length)
                                .put((byte) i)
                                .put(input)
                                .array());
            }
        }
    }
}
