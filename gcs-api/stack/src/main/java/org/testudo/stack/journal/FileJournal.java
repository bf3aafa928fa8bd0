package org.testudo.stack.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.api.TestudoException;

/**
 * A member's journal: segment files with a checksum for each record, written by a thread of its own that makes durable
 * together what waits together (AB-9, AB-25). Opened when the member starts; it is either gone on with, as the incarnation that
 * began it, or begun anew. Safe for use by several threads.
 */
public final class FileJournal {
    /** Bytes after which another segment is begun. */
    static final long SEGMENT_BYTES = 16L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);

    private final SegmentFiles files;
    private final JournalFolder folder;
    private final SegmentHeader header;
    private final boolean resumed;
    private final long segmentBytes;
    private final KeyFile keys;
    private List<JournalEntry> entries;
    private JournalWriter writer;
    private boolean closed;

    private FileJournal(
            SegmentFiles files, JournalFolder folder, SegmentHeader header, Optional<JournalContent> read, long bytes) {
        this.files = files;
        this.folder = folder;
        this.header = header;
        resumed = read.isPresent();
        entries = read.map(JournalContent::entries).orElse(List.of());
        segmentBytes = bytes;
        keys = new KeyFile(files);
    }

    /**
     * Opens the journal in this folder, and creates the folder if it is not there. Where something durable is damaged or
     * missing, all of it is set aside, and it begins anew (AB-26).
     *
     * @param incarnation gives a new one, if it begins anew (GM-23)
     * @throws TestudoException if the folder cannot be used, another process has it, it is of another member, group or
     *     format, or the member has halted
     */
    public static FileJournal open(Path folder, JournalOwner owner, LongSupplier incarnation) {
        return open(new SegmentFiles(folder), owner, incarnation, SEGMENT_BYTES);
    }

    static FileJournal open(SegmentFiles files, JournalOwner owner, LongSupplier incarnation, long segmentBytes) {
        JournalFolder folder = null;
        try {
            folder = JournalFolder.open(files, owner);
            Optional<JournalContent> read = folder.read();
            if (read.isPresent()) cut(files, read.get());
            long start = read.map(JournalContent::incarnation).orElseGet(incarnation::getAsLong);
            long next = read.map(JournalContent::next).orElse(1L);
            SegmentHeader header = new SegmentHeader(SegmentHeader.VERSION, owner, start, next, 0);
            return new FileJournal(files, folder, header, read, segmentBytes);
        } catch (IOException | RuntimeException e) {
            if (folder != null) folder.unlock();
            if (e instanceof RuntimeException wrong) throw wrong;
            throw new TestudoException(
                    files.folder() + " cannot be used for the journal (" + e
                            + "); give this user access to it (ordering.journal-path)",
                    e);
        }
    }

    /** A tail that was never completed goes; so does a last segment without a record, whose name the next one takes. */
    private static void cut(SegmentFiles files, JournalContent content) throws IOException {
        if (content.cut().isPresent()) {
            JournalContent.Cut cut = content.cut().get();
            LOG.info("{}: cut after {} bytes, what follows was never completed", cut.segment(), cut.whole());
            files.cut(cut.segment(), cut.whole());
        }
        files.delete(files.segment(content.next()));
    }

    /** Whether this start goes on where the last one ended. */
    public boolean resumed() {
        return resumed;
    }

    /** Of all starts that use this journal. */
    public long incarnation() {
        return header.incarnation();
    }

    /** The private view keys. */
    public KeyFile keys() {
        return keys;
    }

    /** What the key file held when this was opened; empty if it begins anew. */
    public Optional<byte[]> savedKeys() {
        try {
            return resumed ? keys.read() : Optional.empty();
        } catch (IOException e) {
            throw new TestudoException(files.folder() + ": its view keys cannot be read (" + e + ")", e);
        }
    }

    /** What it holds from before, in order; once, for its memory is given up. */
    public synchronized List<JournalEntry> restore() {
        List<JournalEntry> restored = entries;
        entries = List.of();
        return restored;
    }

    /**
     * Begins to write.
     *
     * @param relief runs when there is room again after {@link #congested} was true
     * @param failed is told, once, why nothing is durable any more; on the writing thread
     */
    public synchronized void start(Runnable relief, Consumer<TestudoException> failed) {
        writer = new JournalWriter(files, header, segmentBytes, relief, failed);
        writer.start();
    }

    /**
     * Asks for an entry to become durable.
     *
     * @param durable runs then, on the writing thread, in the order of entries; must not block
     * @return its number, from 1, for {@link #forget}
     */
    public long append(JournalEntry entry, Runnable durable) {
        return writing().append(entry, durable);
    }

    /** Whether so much waits that nothing more should be taken in. */
    public boolean congested() {
        return writing().congested();
    }

    /** Entries that wait. */
    public int depth() {
        return writing().depth();
    }

    /** How often the disk was made to keep what it was given, for people. */
    public long forces() {
        return writing().forces();
    }

    /** Entries before this number are not needed any more, since a stable checkpoint stands for them: deletes their segments. */
    public void forget(long before) {
        writing().forget(before);
    }

    /**
     * Ends the writing, once what was appended is durable, and lets another start have the folder. If the disk takes long, not
     * before this process ends: two starts that write one journal would both be this incarnation (AB-26).
     */
    public synchronized void close() {
        if (closed) return;
        closed = true;
        if (writer == null || writer.stop()) folder.unlock();
        else LOG.error("{} stays locked: its disk has not taken yet what was to be durable", files.folder());
    }

    /** After a bug: no start goes on with this journal before a human has looked (HOST-5). Forgets the keys, and closes it. */
    public synchronized void mark(String why) {
        finish(() -> {
            folder.mark(why);
            keys.erase();
        });
    }

    /**
     * No start goes on with it: the next one is a new incarnation (AB-26). Forgets the keys, and closes it.
     *
     * @param why what the folder's name begins with, in which it is left for people to look at
     */
    public synchronized void setAside(String why) {
        finish(() -> {
            LOG.warn("journal set aside in {}", folder.setAside(why));
            keys.erase();
        });
    }

    private interface LastChange {
        void make() throws IOException;
    }

    /** While the folder is still locked. */
    private void finish(LastChange change) {
        if (closed) return;
        if (writer != null) writer.stop();
        try {
            change.make();
        } catch (IOException e) {
            LOG.error("{} cannot be changed; move it away before the next start", files.folder(), e);
        }
        close();
    }

    private synchronized JournalWriter writing() {
        if (writer == null) throw new IllegalStateException("the journal has not been started");
        return writer;
    }
}
