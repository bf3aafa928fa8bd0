package org.testudo.stack.recorder;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.zip.CRC32C;
import org.testudo.stack.files.OwnerOnly;

/**
 * A recording as it is written: records of length, CRC32C and content, one after the other, up to a number of bytes. What is
 * not flushed when the process dies is lost, and the rest can be replayed. Used by one thread.
 */
final class RecordingFile implements Closeable {
    static final int FRAME = 8;
    /** The longest record. */
    static final int MAX_RECORD = 40 << 20;

    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final long limit;
    private final OutputStream out;
    private long written;

    RecordingFile(Path file, long limit) throws IOException {
        this.limit = limit;
        FileChannel made = FileChannel.open(file, NEW, OwnerOnly.file(file)); // it holds payloads
        out = new BufferedOutputStream(Channels.newOutputStream(made), 1 << 16);
    }

    /** False if there is no room for it. */
    boolean write(byte[] record) throws IOException {
        if (record.length > MAX_RECORD || written + FRAME + record.length > limit) return false;
        out.write(ByteBuffer.allocate(FRAME)
                .putInt(record.length)
                .putInt(checksum(record))
                .array());
        out.write(record);
        written += FRAME + record.length;
        return true;
    }

    static int checksum(byte[] record) {
        CRC32C crc = new CRC32C();
        crc.update(record);
        return (int) crc.getValue();
    }

    void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
