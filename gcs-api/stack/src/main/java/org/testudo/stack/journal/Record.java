package org.testudo.stack.journal;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One entry as it stands in a segment: length, number, settled, type, checksum of the content, checksum of all that; content.
 *
 * @param number place among all records of the journal, from 1
 * @param settled the record up to which all were durable when this one was written: if one of those is damaged, it is no tail
 *     that was never completed
 */
record Record(long number, long settled, JournalEntry entry) {
    /** Bytes before the content. */
    static final int HEADER = 4 + 8 + 8 + 2 + 4 + 4;

    private static final int TO_HEADER_CRC = HEADER - 4;

    /** Bytes in the segment. */
    int size() {
        return HEADER + entry.content().length;
    }

    /** Needs room for {@link #size} bytes, in a buffer with an array. */
    void write(ByteBuffer out, int salt) {
        int start = out.position();
        byte[] content = entry.content();
        out.putInt(content.length).putLong(number).putLong(settled).putShort((short) entry.type());
        out.putInt(crc(content, 0, content.length));
        out.putInt(crc(out.array(), out.arrayOffset() + start, TO_HEADER_CRC) ^ salt);
        out.put(content);
    }

    /** The record that begins here; empty if there is no whole one. */
    static Optional<Record> read(byte[] segment, int at, int salt) {
        Optional<Record> header = header(segment, at, salt);
        if (header.isEmpty()) return header;
        ByteBuffer in = ByteBuffer.wrap(segment, at, segment.length - at);
        int length = in.getInt();
        if (length > segment.length - at - HEADER) return Optional.empty();
        int crc = in.getInt(at + TO_HEADER_CRC - 4);
        if (crc(segment, at + HEADER, length) != crc) return Optional.empty();
        byte[] content = new byte[length];
        System.arraycopy(segment, at + HEADER, content, 0, length);
        Record known = header.get();
        return Optional.of(new Record(known.number, known.settled, new JournalEntry(known.entry.type(), content)));
    }

    /** What is before the content, without looking at that; empty if it is not whole. */
    static Optional<Record> header(byte[] segment, int at, int salt) {
        if (at > segment.length - HEADER) return Optional.empty();
        ByteBuffer in = ByteBuffer.wrap(segment, at, HEADER);
        int length = in.getInt();
        long number = in.getLong();
        long settled = in.getLong();
        int type = in.getShort() & 0xffff;
        in.getInt();
        boolean sound = length >= 0 && length <= JournalEntry.MOST_BYTES && settled >= 0 && settled < number;
        if (!sound || crc(segment, at, TO_HEADER_CRC) != (in.getInt() ^ salt)) return Optional.empty();
        return Optional.of(new Record(number, settled, new JournalEntry(type, new byte[0])));
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
