package org.testudo.stack.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.testudo.api.TestudoException;

/**
 * The private view keys of a member, beside its journal and not in it: a key that is erased must be gone (GM-11). Each change
 * replaces the file as a whole; what it held before is overwritten, as far as the file system writes in place. Safe for use by
 * several threads.
 */
public final class KeyFile {
    private static final int MOST_BYTES = 1 << 20;

    private final SegmentFiles files;
    private final Path file;
    private final Path fresh;
    private boolean erased;

    KeyFile(SegmentFiles files) {
        this.files = files;
        file = files.folder().resolve("view-keys");
        fresh = files.folder().resolve("view-keys.new");
    }

    /** What was saved last; empty if nothing was, or it is damaged. */
    synchronized Optional<byte[]> read() throws IOException {
        if (!Files.exists(file) || Files.size(file) > MOST_BYTES + 4) return Optional.empty();
        byte[] all = Files.readAllBytes(file);
        if (all.length < 4) return Optional.empty();
        byte[] content = java.util.Arrays.copyOfRange(all, 4, all.length);
        return ByteBuffer.wrap(all).getInt() == crc(content) ? Optional.of(content) : Optional.empty();
    }

    /**
     * Replaces what is saved; durable on return.
     *
     * @throws TestudoException if it cannot be written, or all keys were forgotten: the member must then stop, and use none of the
     *     new keys
     */
    public synchronized void save(byte[] content) {
        if (erased) throw new TestudoException(file + " is closed: the journal beside it is no longer gone on with");
        if (content.length > MOST_BYTES) throw new IllegalArgumentException(content.length + " bytes of view keys");
        try {
            if (Files.exists(fresh)) wipe(fresh);
            try (FileChannel channel = files.create(fresh)) {
                ByteBuffer bytes = ByteBuffer.allocate(4 + content.length);
                bytes.putInt(crc(content)).put(content).flip();
                while (bytes.hasRemaining()) channel.write(bytes);
                channel.force(true);
            }
            replace();
        } catch (IOException e) {
            throw new TestudoException(
                    file + " cannot be written (" + e + "); make room or replace the disk, and start this member again",
                    e);
        }
    }

    private void replace() throws IOException {
        if (!Files.exists(file)) {
            files.move(fresh, file);
            return;
        }
        try (FileChannel former = FileChannel.open(file, StandardOpenOption.WRITE)) {
            files.move(fresh, file);
            overwrite(former);
        }
    }

    /** Forgets all keys, and takes no more. */
    synchronized void erase() throws IOException {
        erased = true;
        if (Files.exists(file)) wipe(file);
        if (Files.exists(fresh)) wipe(fresh);
    }

    private void wipe(Path which) throws IOException {
        try (FileChannel channel = FileChannel.open(which, StandardOpenOption.WRITE)) {
            overwrite(channel);
        }
        files.delete(which);
    }

    private static void overwrite(FileChannel channel) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(channel.size(), MOST_BYTES + 4));
        channel.position(0);
        while (zeros.hasRemaining()) channel.write(zeros);
        channel.force(false);
    }

    private static int crc(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return (int) crc.getValue();
    }
}
