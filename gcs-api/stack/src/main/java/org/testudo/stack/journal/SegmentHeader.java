package org.testudo.stack.journal;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * The beginning of a segment: a length and a checksum, then these.
 *
 * @param version of the format
 * @param incarnation the start of the member that began the journal, and all that have gone on with it since (GM-23)
 * @param first number of the first record; those before it are in earlier segments, and durable
 * @param salt drawn for this segment, part of the checksums: else a client could send a payload that looks like a record
 */
record SegmentHeader(int version, JournalOwner owner, long incarnation, long first, int salt) {
    /** The format that is written. */
    static final int VERSION = 1;

    private static final byte[] MAGIC = {'t', 's', 't', 'd', 'j', 'r', 'n', 'l'};
    private static final int MOST_BYTES = 1 << 10;
    /** The most bytes that a header takes in the file. */
    static final int MOST_ENCODED = MAGIC.length + 4 + 4 + MOST_BYTES;

    byte[] encode() {
        byte[] body = WireWriter.bytes(this::write);
        return WireWriter.bytes(out -> out.writeFixed(MAGIC).writeInt(crc(body)).writeBytes(body));
    }

    private void write(WireWriter out) {
        out.writeShort(version);
        owner.genesis().write(out);
        out.writeText(owner.member().name())
                .writeLong(incarnation)
                .writeLong(first)
                .writeInt(salt);
    }

    /** The header at the beginning of these bytes; empty if there is no whole one. */
    static Optional<SegmentHeader> decode(byte[] segment) {
        WireReader in = new WireReader(segment);
        try {
            if (!Arrays.equals(in.readFixed(MAGIC.length), MAGIC)) return Optional.empty();
            int crc = in.readInt();
            byte[] body = in.readBytes(MOST_BYTES);
            return crc == crc(body) ? Optional.of(WireReader.whole(body, SegmentHeader::read)) : Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private static SegmentHeader read(WireReader in) throws MalformedException {
        int version = in.readShort();
        JournalOwner owner = new JournalOwner(Digest.read(in), Origin.readMember(in));
        return new SegmentHeader(version, owner, in.readCount(), in.readCount(), in.readInt());
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
