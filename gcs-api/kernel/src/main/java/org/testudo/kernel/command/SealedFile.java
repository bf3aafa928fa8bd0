package org.testudo.kernel.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * The form of files that outlive the process: eight bytes of magic, a version, the content, and SHA-256 of all that. The last
 * is against damage only.
 *
 * @param magic eight characters of ASCII
 * @param what it is, for errors
 */
public record SealedFile(String magic, int version, String what) {
    /** The content of a file. */
    public byte[] encode(Consumer<WireWriter> code) {
        byte[] content = WireWriter.bytes(out -> {
            out.writeFixed(magic.getBytes(StandardCharsets.US_ASCII)).writeShort(version);
            code.accept(out);
        });
        return WireWriter.bytes(out -> {
            out.writeFixed(content);
            Digest.of(content).write(out);
        });
    }

    /**
     * Reads a file of at most so many bytes.
     *
     * @throws MalformedException if these bytes are no such file, of another version, cut short or damaged; the text says which
     */
    public <T> T decode(byte[] bytes, int most, WireReader.Element<T> element) throws MalformedException {
        if (bytes.length > most) throw new MalformedException("more than " + most + " bytes");
        byte[] start = magic.getBytes(StandardCharsets.US_ASCII);
        boolean ours = bytes.length >= start.length && Arrays.equals(Arrays.copyOf(bytes, start.length), start);
        if (!ours) throw new MalformedException("this is no file of " + what);
        int end = bytes.length - Digest.LENGTH;
        if (end < start.length + 2) throw new MalformedException("cut short after " + bytes.length + " bytes");
        byte[] content = Arrays.copyOf(bytes, end);
        WireReader in = new WireReader(content);
        in.readFixed(start.length);
        int found = in.readShort();
        if (found != version) {
            throw new MalformedException("its format has version " + found + ", this program reads " + version);
        }
        if (!Digest.of(content).equals(Digest.fromBytes(Arrays.copyOfRange(bytes, end, bytes.length)))) {
            throw new MalformedException("cut short or damaged: its check sum does not fit");
        }
        T value = element.read(in);
        in.expectEnd();
        return value;
    }
}
