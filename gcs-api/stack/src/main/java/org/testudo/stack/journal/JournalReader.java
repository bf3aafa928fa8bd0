package org.testudo.stack.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.api.TestudoException;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;

/** Reads all segments of a journal, trusting none of their bytes. */
final class JournalReader {
    /** Type of the record that says which records before it are no longer needed; see {@link FileJournal#forget}. */
    static final int FLOOR = 0xffff;

    /** Longer than a segment can become by a last write with the longest entry in it. */
    static final long MOST_BYTES = 2L * JournalEntry.MOST_BYTES;

    private final JournalOwner owner;
    private final List<JournalEntry> entries = new ArrayList<>();
    private SegmentHeader begun;
    private long next;
    private long floor = 1;
    private Optional<JournalContent.Cut> cut = Optional.empty();

    private JournalReader(JournalOwner owner) {
        this.owner = owner;
    }

    /**
     * Reads these segments, the oldest first.
     *
     * @return empty if none of them has been begun
     * @throws JournalDamage if something that was durable is missing or damaged
     * @throws TestudoException if it is the journal of another member, group or format
     */
    static Optional<JournalContent> read(JournalOwner owner, List<Path> segments) throws IOException, JournalDamage {
        JournalReader reader = new JournalReader(owner);
        for (int i = 0; i < segments.size(); i++) reader.segment(segments.get(i), i == segments.size() - 1);
        return reader.content(segments);
    }

    private Optional<JournalContent> content(List<Path> segments) throws JournalDamage {
        if (begun == null) return Optional.empty();
        long first = next - entries.size();
        if (first > floor) {
            throw new JournalDamage("the records before " + first + " are missing; the oldest segment is "
                    + segments.get(0).getFileName());
        }
        List<JournalEntry> ofCores =
                entries.stream().filter(each -> each.type() != FLOOR).toList();
        return Optional.of(new JournalContent(begun.incarnation(), ofCores, next, cut));
    }

    private void segment(Path file, boolean last) throws IOException, JournalDamage {
        if (Files.size(file) > MOST_BYTES) throw new JournalDamage(file + ": longer than any segment is written");
        byte[] bytes = Files.readAllBytes(file);
        Optional<SegmentHeader> header = SegmentHeader.decode(bytes);
        if (header.isEmpty()) {
            // It is made durable before the first record is written.
            boolean complete = bytes.length > new SegmentHeader(SegmentHeader.VERSION, owner, 0, 0, 0).encode().length;
            if (!last || complete) throw new JournalDamage(file + ": its header is damaged");
            cut = Optional.of(new JournalContent.Cut(file, 0));
            return;
        }
        begin(file, header.get());
        records(file, bytes, last);
    }

    private void begin(Path file, SegmentHeader header) throws JournalDamage {
        if (header.version() != SegmentHeader.VERSION) {
            throw new TestudoException(file + " has format " + header.version() + ", this version reads "
                    + SegmentHeader.VERSION + "; start with the version that wrote it");
        }
        if (!header.owner().equals(owner)) {
            throw new TestudoException(
                    file + " is the journal of " + header.owner().member() + " in the group of genesis "
                            + header.owner().genesis() + ", not of " + owner.member() + " in that of " + owner.genesis()
                            + "; give each member and group a folder of its own (ordering.journal-path)");
        }
        if (begun == null) next = header.first();
        boolean follows = begun == null || header.incarnation() == begun.incarnation() && header.first() == next;
        if (!follows) {
            throw new JournalDamage(file + " begins with record " + header.first() + " of start " + header.incarnation()
                    + ", expected is " + next + " of start " + begun.incarnation());
        }
        begun = header;
    }

    private void records(Path file, byte[] bytes, boolean last) throws JournalDamage {
        int at = begun.encode().length;
        while (at < bytes.length) {
            Optional<Record> record = Record.read(bytes, at, begun.salt()).filter(it -> it.number() == next);
            if (record.isEmpty()) {
                damaged(file, bytes, at, last);
                return;
            }
            take(record.get(), file);
            at += record.get().size();
        }
    }

    private void take(Record record, Path file) throws JournalDamage {
        entries.add(record.entry());
        next++;
        if (record.entry().type() != FLOOR) return;
        try {
            floor = Math.max(floor, WireReader.whole(record.entry().content(), WireReader::readLong));
        } catch (MalformedException e) {
            throw new JournalDamage(file + ": record " + record.number() + " is no floor");
        }
    }

    /** A tail that was never completed was never answered for, and is cut; anything else was durable once. */
    private void damaged(Path file, byte[] bytes, int at, boolean last) throws JournalDamage {
        if (!last || wasDurable(bytes, at)) {
            throw new JournalDamage(file + ": record " + next + " at byte " + at + " is damaged");
        }
        cut = Optional.of(new JournalContent.Cut(file, at));
    }

    /** Whether a later record, found at whatever place, says that the next one was durable. */
    private boolean wasDurable(byte[] bytes, int after) {
        for (int at = after + 1; at <= bytes.length - Record.HEADER; at++) {
            Optional<Record> found = Record.header(bytes, at, begun.salt());
            if (found.isPresent() && found.get().settled() >= next) return true;
        }
        return false;
    }
}
