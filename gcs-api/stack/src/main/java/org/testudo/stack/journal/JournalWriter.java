package org.testudo.stack.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.testudo.api.TestudoException;
import org.testudo.kernel.wire.WireWriter;

/**
 * The thread that writes: all entries that wait become durable by one write and one force. Whoever appends never waits for
 * it. After the first error nothing is written and nothing answered for any more: what a disk says after that is not to be
 * relied on.
 */
final class JournalWriter {
    /** Entries that may wait before {@link #congested}; whoever appends shall then take in nothing more. */
    static final int BOUND = 8_192;
    /** Bytes after which no entry is added to one write. */
    private static final int BATCH_BYTES = 4 << 20;

    private static final SecureRandom RANDOM = new SecureRandom();

    private record Pending(JournalEntry entry, Runnable durable) {}

    private final SegmentFiles files;
    private final SegmentHeader header;
    private final long segmentBytes;
    private final LinkedBlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
    private final AtomicBoolean congested = new AtomicBoolean();
    private final AtomicLong forces = new AtomicLong();
    private final Thread thread;
    private final Consumer<TestudoException> failed;
    private final Runnable relief;
    private volatile boolean stopped;
    private long appended;
    private FileChannel segment;
    private long inSegment;
    private int salt;
    private long settled;
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

    /**
     * @param header of the first segment that is written
     * @param segmentBytes after which the next segment is begun
     * @param relief runs when there is room again after {@link #congested} was true
     * @param failed is told why nothing is durable any more
     */
    JournalWriter(
            SegmentFiles files,
            SegmentHeader header,
            long segmentBytes,
            Runnable relief,
            Consumer<TestudoException> failed) {
        this.files = files;
        this.header = header;
        this.segmentBytes = segmentBytes;
        this.relief = relief;
        this.failed = failed;
        settled = header.first() - 1;
        appended = settled;
        thread = new Thread(this::run, "testudo-journal " + header.owner().member());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * Once stopped, does nothing.
     *
     * @param durable runs on the writing thread, in the order of the entries
     * @return the number of the record
     */
    synchronized long append(JournalEntry entry, Runnable durable) {
        if (stopped) return appended;
        queue.add(new Pending(entry, durable));
        if (queue.size() >= BOUND) congested.set(true);
        return ++appended;
    }

    /** Whether the bound was reached and half of it is not done yet. */
    boolean congested() {
        return congested.get();
    }

    int depth() {
        return queue.size();
    }

    /** How often the disk was made to keep what it was given. */
    long forces() {
        return forces.get();
    }

    /** Ends the thread once what was appended before is durable; waits for that a little. False if it may still write. */
    boolean stop() {
        synchronized (this) {
            stopped = true;
            queue.add(new Pending(null, () -> {}));
        }
        if (Thread.currentThread() == thread) return true; // it has failed, and writes no more
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void run() {
        try {
            begin(header.first());
            boolean more = true;
            while (more) more = step();
            segment.close();
        } catch (IOException | InterruptedException | RuntimeException e) {
            fail(e);
        }
    }

    private void fail(Exception e) {
        stopped = true;
        queue.clear();
        failed.accept(new TestudoException(
                "the journal in " + files.folder() + " cannot be written (" + e + "); nothing more is durable, so this"
                        + " member stops. Make room or replace the disk, and start it again: it goes on where it ended",
                e));
    }

    /** Whether there may be more to write. */
    private boolean step() throws IOException, InterruptedException {
        List<Pending> batch = new ArrayList<>();
        Pending next = queue.take();
        while (next != null && next.entry != null) {
            put(next.entry, settled + batch.size() + 1);
            batch.add(next);
            next = buffer.position() < BATCH_BYTES ? queue.poll() : null;
        }
        if (!batch.isEmpty()) settle(batch);
        if (queue.size() <= BOUND / 2 && congested.compareAndSet(true, false)) relief.run();
        return next == null || next.entry != null;
    }

    private void put(JournalEntry entry, long number) {
        Record record = new Record(number, settled, entry);
        if (buffer.remaining() < record.size()) {
            int size = Math.max(2 * buffer.capacity(), buffer.position() + record.size());
            buffer = ByteBuffer.allocate(size).put(buffer.flip());
        }
        record.write(buffer, salt);
    }

    private void settle(List<Pending> batch) throws IOException {
        write(buffer.flip());
        buffer.clear();
        settled += batch.size();
        batch.forEach(each -> each.durable.run());
        if (inSegment < segmentBytes) return;
        segment.close();
        begin(settled + 1);
    }

    /** The header is durable before the first record is written: a segment with records is never without one. */
    private void begin(long first) throws IOException {
        salt = RANDOM.nextInt();
        segment = files.create(files.segment(first));
        inSegment = 0;
        SegmentHeader own = new SegmentHeader(header.version(), header.owner(), header.incarnation(), first, salt);
        write(ByteBuffer.wrap(own.encode()));
    }

    private void write(ByteBuffer bytes) throws IOException {
        inSegment += bytes.remaining();
        while (bytes.hasRemaining()) segment.write(bytes);
        segment.force(false);
        forces.incrementAndGet();
    }

    /** Makes the floor durable, then deletes the segments in which there is nothing above it. */
    void forget(long before) {
        byte[] content = WireWriter.bytes(out -> out.writeLong(before));
        append(new JournalEntry(JournalReader.FLOOR, content), () -> deleteBelow(before));
    }

    private void deleteBelow(long before) {
        try {
            List<Path> segments = files.segments();
            for (int i = 0; i + 1 < segments.size(); i++) {
                if (files.segment(before).compareTo(segments.get(i + 1)) < 0) return;
                files.delete(segments.get(i));
            }
        } catch (IOException e) {
            // What is not deleted now is deleted the next time.
        }
    }
}
