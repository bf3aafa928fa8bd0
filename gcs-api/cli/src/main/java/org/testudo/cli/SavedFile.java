package org.testudo.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testudo.api.TestudoException;
import org.testudo.kernel.wire.MalformedException;

/** Reads what the group or a member has written to a file, and what somebody may have changed since. */
final class SavedFile {
    /** What makes a value of a whole file. */
    @FunctionalInterface
    interface Decoder<T> {
        T decode(byte[] content) throws MalformedException;
    }

    private SavedFile() {}

    /**
     * Reads a file of at most so many bytes; the decoder refuses a longer one, of which it is given one byte more.
     *
     * @param writer who writes such files, for people
     * @throws TestudoException if it cannot be read, or is no such file
     */
    static <T> T read(Path file, int most, Decoder<T> decoder, String writer) {
        try (InputStream in = Files.newInputStream(file)) {
            return decoder.decode(in.readNBytes(most + 1));
        } catch (IOException e) {
            throw new TestudoException("cannot read " + file + ": " + e, e);
        } catch (MalformedException e) {
            throw new TestudoException(file + ": " + e.getMessage() + "; take the file as " + writer + " wrote it", e);
        }
    }
}
