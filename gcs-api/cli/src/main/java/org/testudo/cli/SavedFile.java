package org.testudo.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
     * Writes a file, in place of what is there: it is there as a whole or not at all.
     *
     * @throws TestudoException if it cannot be written
     */
    static void write(Path file, byte[] content) {
        Path draft = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.write(draft, content);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new TestudoException("cannot write " + file + ": " + e + "; give a file in a folder that exists", e);
        }
    }

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
