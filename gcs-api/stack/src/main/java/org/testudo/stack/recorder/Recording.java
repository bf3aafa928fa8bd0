package org.testudo.stack.recorder;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.testudo.kernel.wire.MalformedException;

/** A recording as it is read: record by record, each bounded and checked. What is cut short or damaged ends it. */
public final class Recording implements Closeable {
    private final DataInputStream in;
    private final RecordingHead head;
    private String ending = "";

    private Recording(DataInputStream in) throws IOException, MalformedException {
        this.in = in;
        Optional<byte[]> first = next();
        if (first.isEmpty()) throw new MalformedException("this is no recording, or it is cut short at once");
        head = RecordingHead.decode(first.get());
    }

    /** @throws MalformedException if it does not begin as a recording does */
    public static Recording open(Path file) throws IOException, MalformedException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
        try {
            return new Recording(in);
        } catch (IOException | MalformedException e) {
            in.close();
            throw e;
        }
    }

    /** What it begins with. */
    public RecordingHead head() {
        return head;
    }

    /** Why there is no further record: empty, or what is wrong with its tail. */
    String ending() {
        return ending;
    }

    /** The next whole record; empty at the end, or where the rest cannot be believed. */
    Optional<byte[]> next() throws IOException {
        if (!ending.isEmpty()) return Optional.empty();
        try {
            int length = in.readInt();
            if (length < 0 || length > RecordingFile.MAX_RECORD) return end("a record of " + length + " bytes");
            int checksum = in.readInt();
            byte[] record = in.readNBytes(length);
            if (record.length < length) return end("its last record is cut short");
            return RecordingFile.checksum(record) == checksum ? Optional.of(record) : end("a record is damaged");
        } catch (EOFException e) {
            return end("it was not closed: its last steps may be missing");
        }
    }

    private Optional<byte[]> end(String why) {
        ending = why;
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
