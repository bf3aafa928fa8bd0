package org.testudo.sicp.credentials;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.testudo.api.TestudoException;

/** Writes files that did not exist before, since keys are never overwritten, or replaces them as a whole. */
final class NewFile {
    private static final String PRIVATE = "rw-------";
    private static final String PUBLIC = "rw-r--r--";

    private NewFile() {}

    /** Readable by this user alone, from its first byte on. */
    static void writePrivate(Path file, byte[] content) {
        write(file, content, PRIVATE);
    }

    static void writePublic(Path file, byte[] content) {
        write(file, content, PUBLIC);
    }

    /** In place of what is there: whoever reads finds the old content or the new one, whole. */
    static void replacePublic(Path file, byte[] content) {
        replace(file, content, PUBLIC);
    }

    /** The same, readable by this user alone. */
    static void replacePrivate(Path file, byte[] content) {
        replace(file, content, PRIVATE);
    }

    private static void replace(Path file, byte[] content, String permissions) {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(beside);
            write(beside, content, permissions);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new TestudoException(file + " cannot be written (" + e + "); give this user access to its folder", e);
        }
    }

    /** Fails if the file is there, so that of several files none is written when one exists. */
    static void requireAbsent(Path file) {
        if (Files.exists(file)) throw exists(file, null);
    }

    private static void write(Path file, byte[] content, String permissions) {
        try {
            if (file.getParent() != null) Files.createDirectories(file.getParent());
            Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (FileChannel channel = FileChannel.open(file, options, attributes(file, permissions))) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) channel.write(bytes);
                channel.force(true);
            }
        } catch (FileAlreadyExistsException e) {
            throw exists(file, e);
        } catch (IOException e) {
            throw new TestudoException(file + " cannot be written (" + e + "); give this user access to its folder", e);
        }
    }

    private static FileAttribute<?>[] attributes(Path file, String permissions) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (!posix) return new FileAttribute<?>[0];
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }

    private static TestudoException exists(Path file, Exception cause) {
        return new TestudoException(
                file + " exists and is not overwritten; move it away or choose another name", cause);
    }
}
