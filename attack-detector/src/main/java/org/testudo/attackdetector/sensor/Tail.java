package org.testudo.attackdetector.sensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the lines of one open file as they come, whatever its name becomes. */
final class Tail {
    private static final int CHUNK = 1 << 16;
    /** Of one file at a time, so that no other waits for long. */
    private static final int MOST_PER_READ = 4 << 20;
    /** What is kept of a line that is too long. */
    private static final int SAMPLE = 1024;

    private final int longest;
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private FileChannel file;
    private FileId id;
    private long position;
    private long emitted;
    private boolean skipping;
    private volatile long done;
    private long quietSince;

    private Tail(FileChannel file, FileId id, long from, int longest) {
        this.file = file;
        this.id = id;
        this.longest = longest;
        position = from;
        emitted = from;
        done = from;
    }

    /** Opens the file that has this name now, at this offset: the beginning of a line. */
    static Tail open(Path name, long from, int longest) throws IOException {
        String key = FileId.keyOf(name);
        FileChannel file = FileChannel.open(name);
        try {
            if (!FileId.keyOf(name).equals(key)) throw new IOException(name + " was renamed just now");
            return new Tail(file, new FileId(key, FileId.headOf(file)), from, longest);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Opens it behind its last whole line: what was written before is not read. */
    static Tail openAtEnd(Path name, int longest) throws IOException {
        Tail tail = open(name, 0, longest);
        long size = tail.file.size();
        int last = (int) Math.min(size, longest);
        ByteBuffer end = ByteBuffer.allocate(last);
        tail.file.read(end, size - last);
        int lineEnd = end.position();
        while (lineEnd > 0 && end.get(lineEnd - 1) != '\n') lineEnd--;
        tail.skipping = lineEnd == 0 && size > last;
        tail.position = size - last + lineEnd;
        tail.emitted = tail.position;
        tail.done = tail.position;
        return tail;
    }

    FileId id() {
        return id;
    }

    /** Behind the last line that is done. */
    long done() {
        return done;
    }

    void done(long end) {
        done = Math.max(done, end);
    }

    boolean allDone() {
        return done >= emitted;
    }

    boolean open() {
        return file != null;
    }

    /** Behind the last byte that was read. */
    long position() {
        return position;
    }

    void quiet(long since) {
        quietSince = since;
    }

    /** Since when nothing was read; the time is the caller's. */
    long quietSince() {
        return quietSince;
    }

    /** Whether the file no longer holds what was read of it: it was truncated, and perhaps written anew. */
    boolean rewritten() throws IOException {
        byte[] head = FileId.headOf(file);
        FileId present = new FileId(id.key(), head);
        if (file.size() < position || !id.is(present)) return true;
        if (id.head().length < FileId.HEAD) id = present;
        return false;
    }

    /** The same open file from its start, after it was truncated; this one goes on in a copy, or else is closed. */
    Tail anew(Optional<Path> copy) throws IOException {
        Tail anew = new Tail(file, new FileId(id.key(), FileId.headOf(file)), 0, longest);
        file = null;
        if (copy.isPresent()) {
            file = FileChannel.open(copy.get());
            id = FileId.of(copy.get());
        }
        return anew;
    }

    /** Hands on every line that is complete. */
    void read(long now, Consumer<Line> out) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        for (int total = 0; total < MOST_PER_READ; ) {
            int count = file.read(chunk.clear(), position);
            if (count <= 0) return;
            quietSince = now;
            total += count;
            take(chunk.array(), count, out);
        }
    }

    private void take(byte[] bytes, int count, Consumer<Line> out) {
        int begin = 0;
        for (int i = 0; i < count; i++) {
            if (bytes[i] != '\n') continue;
            keep(bytes, begin, i);
            position += i + 1 - begin;
            begin = i + 1;
            emit(out);
        }
        keep(bytes, begin, count);
        position += count - begin;
    }

    private void keep(byte[] bytes, int from, int to) {
        if (!skipping && partial.size() + to - from > longest) {
            skipping = true;
            partial.write(bytes, from, Math.min(to - from, SAMPLE));
        } else if (!skipping) {
            partial.write(bytes, from, to - from);
        }
    }

    private void emit(Consumer<Line> out) {
        byte[] line = partial.toByteArray();
        partial.reset();
        emitted = position;
        out.accept(new Line(
                skipping ? Arrays.copyOf(line, Math.min(line.length, SAMPLE)) : line, skipping, this, emitted));
        skipping = false;
    }

    /** Nothing more will come: what is left is the last line, and the file is closed. */
    void finish(Consumer<Line> out) throws IOException {
        if (partial.size() > 0) emit(out);
        close();
    }

    void close() throws IOException {
        if (file != null) file.close();
        file = null;
    }
}
