package org.testudo.sicp.credentials;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testudo.api.TestudoException;
import org.testudo.kernel.recovery.RecoveryArchive;
import org.testudo.kernel.wire.MalformedException;

/** Reads the file with which operators begin a new life of a group (GM-22); whoever reads it judges it. */
public final class RecoveryFile {
    private RecoveryFile() {}

    /** @throws TestudoException if it cannot be read, or is no such file */
    public static RecoveryArchive read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            long size = Files.size(file);
            if (size > RecoveryArchive.MAX_BYTES)
                throw new MalformedException("it has " + size + " bytes, the most are " + RecoveryArchive.MAX_BYTES);
            return RecoveryArchive.decode(in.readNBytes(RecoveryArchive.MAX_BYTES));
        } catch (IOException e) {
            throw new TestudoException(
                    file + " cannot be read (" + e + "); name the file that operators have signed", e);
        } catch (MalformedException e) {
            throw new TestudoException(
                    file + ": " + e.getMessage() + "; take it as 'testudo recover sign' wrote it", e);
        }
    }
}
