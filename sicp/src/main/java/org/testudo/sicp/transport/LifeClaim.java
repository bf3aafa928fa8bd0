package org.testudo.sicp.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.testudo.api.MemberId;
import org.testudo.api.TestudoException;
import org.testudo.kernel.statement.GroupLife;

/**
 * The file, beside a member's store, of the lives of the group in which the member has been. A member that came back into
 * one would have lost its memory and could contradict what it has signed, which counts as a fault (G-1); so it does not
 * start a second time in one.
 */
public final class LifeClaim {
    private static final int MOST_BYTES = 16 << 20;

    private LifeClaim() {}

    /** The file of lives that belongs to a store such as {@code alice.p12}: {@code alice.lives}. */
    public static Path beside(Path store) {
        String name = store.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return store.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".lives");
    }

    /**
     * Records that the member enters this life; durable when it returns.
     *
     * @throws TestudoException if it has been in it before, or the file cannot be written
     */
    public static void enter(Path file, MemberId member, GroupLife life) {
        StandardOpenOption[] options = {StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE};
        boolean isNew = !Files.exists(file);
        try (FileChannel channel = FileChannel.open(file, options);
                FileLock lock = channel.tryLock()) {
            if (lock == null) throw beingUsed(file, member);
            String entry = life.life().toHex();
            if (read(channel, file).lines().anyMatch(line -> line.startsWith(entry))) throw known(file, member);
            append(channel, entry + " " + Instant.now() + "\n");
            if (isNew) forceFolder(file);
        } catch (OverlappingFileLockException e) {
            throw beingUsed(file, member);
        } catch (IOException e) {
            throw new TestudoException(
                    file + " cannot be written (" + e + "); a member records there in which lives of the group it has"
                            + " been, so give this user access to the folder",
                    e);
        }
    }

    private static String read(FileChannel channel, Path file) throws IOException {
        if (channel.size() > MOST_BYTES) {
            throw new TestudoException(file + " is larger than " + MOST_BYTES + " bytes; move it away if you are sure"
                    + " that none of its lives goes on");
        }
        ByteBuffer content = ByteBuffer.allocate((int) channel.size());
        while (content.hasRemaining() && channel.read(content) >= 0) continue;
        return new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII);
    }

    private static void append(FileChannel channel, String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
        channel.position(channel.size());
        while (bytes.hasRemaining()) channel.write(bytes);
        channel.force(true);
    }

    /** A new name is durable when its folder is; elsewhere than on POSIX a folder cannot be opened. */
    private static void forceFolder(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) return;
        Path folder = file.toAbsolutePath().getParent();
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static TestudoException known(Path file, MemberId member) {
        return new TestudoException("group.life: " + member + " has already been in this life of the group (" + file
                + ") and has lost its memory since; give group.life a fresh value at all members");
    }

    private static TestudoException beingUsed(Path file, MemberId member) {
        return new TestudoException(file + " is in use: another process starts as " + member + "; stop one of them");
    }
}
