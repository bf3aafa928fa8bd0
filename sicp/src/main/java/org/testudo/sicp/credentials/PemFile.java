package org.testudo.sicp.credentials;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;
import org.testudo.api.TestudoException;

/** Reads and writes PEM files: public things only. */
final class PemFile {
    static final String CERTIFICATE = "CERTIFICATE";

    private static final int MAX_BYTES = 64 << 10;

    private PemFile() {}

    /** The blocks of a file in order. */
    static List<PemObject> read(Path file, String what, String ifMissing) {
        return read(file, MAX_BYTES, what, ifMissing);
    }

    static List<PemObject> read(Path file, int most, String what, String ifMissing) {
        byte[] bytes = BoundedFile.read(file, most, what, ifMissing);
        List<PemObject> blocks = new ArrayList<>();
        try (PemReader in = new PemReader(new StringReader(new String(bytes, StandardCharsets.US_ASCII)))) {
            for (PemObject block = in.readPemObject(); block != null; block = in.readPemObject()) blocks.add(block);
            return blocks;
        } catch (IOException | RuntimeException e) {
            throw new TestudoException(what + ": " + file + " is not a PEM file; make it with testudo keys", e);
        }
    }

    static byte[] bytes(PemObject... blocks) {
        StringWriter text = new StringWriter();
        try (PemWriter out = new PemWriter(text)) {
            for (PemObject block : blocks) out.writeObject(block);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory", e);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
