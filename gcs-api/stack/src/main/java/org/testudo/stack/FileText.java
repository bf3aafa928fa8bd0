package org.testudo.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.testudo.api.TestudoException;

/** The text of a file that people write, in UTF-8 and bounded. */
final class FileText {
    /** The largest file in bytes. */
    static final int MAX_BYTES = 1 << 20;

    private FileText() {}

    /**
     * Reads all of it, without a byte order mark.
     *
     * @param what the file is, or which setting names it, for the error
     * @throws TestudoException if it cannot be read
     * @throws IllegalArgumentException if it is too large
     */
    static String read(Path file, String what) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException(file + ": is larger than " + MAX_BYTES + " bytes; shorten it");
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw new TestudoException(file + ": no such file; correct " + what + " or create it", e);
        } catch (IOException e) {
            throw new TestudoException(file + ": cannot be read (" + e + "); give this user access to it", e);
        }
    }
}
