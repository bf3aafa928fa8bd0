package org.testudo.sicp.credentials;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.testudo.api.TestudoException;

/** Reads whole files up to a limit, with errors that name the setting, the file and the remedy. */
final class BoundedFile {
    private BoundedFile() {}

    static byte[] read(Path file, int most, String what, String ifMissing) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new TestudoException(what + ": " + file + " is larger than " + most + " bytes; it cannot be one");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new TestudoException(what + ": " + file + " does not exist; " + ifMissing, e);
        } catch (AccessDeniedException e) {
            throw new TestudoException(what + ": " + file + " may not be read; give this user access to it", e);
        } catch (IOException e) {
            throw new TestudoException(what + ": " + file + " cannot be read (" + e.getMessage() + ")", e);
        }
    }
}
