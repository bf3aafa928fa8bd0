package org.testudo.abcast.core;

import java.util.List;
import java.util.Optional;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Entries of a journal that make up a base: a state that a quorum has signed, with which a start begins in place of all slots up
 * to it (AB-7, AB-9). A base counts from its {@link Completed} on; one that was never completed is as if it were not there.
 */
sealed interface BaseEntry {
    /** The longest entry in bytes, and what is in it. */
    int MOST_BYTES = 64 << 20;
    /** The most of anything in an entry. */
    int MOST = 1 << 20;

    /** The chunks of a state in one entry: 1 MiB of them. */
    int CHUNKS = 16;

    /**
     * A base begins.
     *
     * @param forming {@link JournalEntry.Delivered} of the slots that formed the group, by which alone its life is learnt (GM-21)
     * @param views the views from there on, up to the one of the state, each with what is known of its certificate
     * @param offer certificate and manifest of the state, as a {@link Stable} is written; it can be read in its life only
     * @param proof the certificates that are known of views up to the one in which the state was signed, and not among
     *     {@code views}: with them anyone can verify the state without the group (GM-22)
     */
    record Begun(List<byte[]> forming, List<ViewCertificate> views, byte[] offer, List<ViewCertificate> proof)
            implements BaseEntry {
        static final int TAG = 16;

        public Begun {
            forming = List.copyOf(forming);
            views = List.copyOf(views);
            proof = List.copyOf(proof);
        }

        static Begun of(List<byte[]> forming, List<ViewCertificate> views, Stable offer, List<ViewCertificate> proof) {
            return new Begun(forming, views, WireWriter.bytes(offer::write), proof);
        }

        private static Begun read(WireReader in) throws MalformedException {
            return new Begun(
                    in.readList(MOST, each -> each.readBytes(MOST_BYTES)),
                    in.readList(MOST, ViewCertificate::read),
                    in.readBytes(MOST_BYTES),
                    in.readList(MOST, ViewCertificate::read));
        }

        /** @param lives with that of the formed group */
        Stable state(Lives lives) throws MalformedException {
            return WireReader.whole(offer, in -> Stable.read(in, lives));
        }

        @Override
        public void write(WireWriter out) {
            out.writeByte(TAG).writeList(forming, (each, to) -> to.writeBytes(each));
            out.writeList(views, ViewCertificate::write).writeBytes(offer);
            out.writeList(proof, ViewCertificate::write);
        }
    }

    /** What is not in the state and binds this member all the same, said again: a {@link JournalEntry}. */
    record Again(byte[] entry) implements BaseEntry {
        static final int TAG = 17;

        @Override
        public void write(WireWriter out) {
            out.writeByte(TAG).writeBytes(entry);
        }
    }

    /** The next chunks of the state's shares, of which each part is written in order. */
    record Piece(int part, List<byte[]> chunks) implements BaseEntry {
        static final int TAG = 18;

        public Piece {
            chunks = List.copyOf(chunks);
        }

        @Override
        public void write(WireWriter out) {
            out.writeByte(TAG).writeShort(part).writeList(chunks, (each, to) -> to.writeBytes(each));
        }
    }

    /** The base that began last is whole. */
    record Completed(long slot) implements BaseEntry {
        static final int TAG = 19;

        @Override
        public void write(WireWriter out) {
            out.writeByte(TAG).writeLong(slot);
        }
    }

    void write(WireWriter out);

    default byte[] encode() {
        return WireWriter.bytes(this::write);
    }

    /** Empty if it is an entry of another kind. */
    static Optional<BaseEntry> decode(byte[] bytes) throws MalformedException {
        if (bytes.length == 0 || bytes[0] < Begun.TAG) return Optional.empty();
        return Optional.of(WireReader.whole(bytes, BaseEntry::read));
    }

    private static BaseEntry read(WireReader in) throws MalformedException {
        int tag = in.readByte();
        return switch (tag) {
            case Begun.TAG -> Begun.read(in);
            case Again.TAG -> new Again(in.readBytes(MOST_BYTES));
            case Piece.TAG -> new Piece(in.readShort(), in.readList(CHUNKS, each -> each.readBytes(MOST_BYTES)));
            case Completed.TAG -> new Completed(in.readCount());
            default -> throw new MalformedException("no entry " + tag);
        };
    }
}
