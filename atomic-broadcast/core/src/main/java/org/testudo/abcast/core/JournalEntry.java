package org.testudo.abcast.core;

import java.util.List;
import java.util.Optional;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** What a member must not forget once it has spoken of it (AB-25). Read again when it goes on with its journal (AB-26). */
sealed interface JournalEntry {
    /** A request of its own bears a number; another request under it would convict its origin. */
    record Asked(Request request) implements JournalEntry {
        static final int TAG = 1;

        @Override
        public void write(WireWriter out) {
            request.write(out.writeByte(TAG));
        }
    }

    /**
     * Its vote for this header is asked for: PREPARE, or COMMIT where there is no PREPARE.
     *
     * @param batch what the header proposes, unless an earlier entry holds it: who prepared serves the bodies (AB-18)
     */
    record Prepared(Signed<Header> proposal, Optional<Batch> batch) implements JournalEntry {
        static final int TAG = 2;

        @Override
        public void write(WireWriter out) {
            Nested.write(proposal, out.writeByte(TAG));
            out.writeOptional(batch, Batch::write);
        }
    }

    /** Its COMMIT is asked for, for the header of this prepared certificate. */
    record Locked(QuorumCertificate certificate) implements JournalEntry {
        static final int TAG = 3;

        @Override
        public void write(WireWriter out) {
            certificate.write(out.writeByte(TAG));
        }
    }

    /** It has left all epochs before this one. */
    record Left(EpochChange change) implements JournalEntry {
        static final int TAG = 4;

        @Override
        public void write(WireWriter out) {
            change.write(out.writeByte(TAG));
        }
    }

    /** The next slot is delivered. */
    record Delivered(QuorumCertificate certificate, Optional<Batch> batch) implements JournalEntry {
        static final int TAG = 5;

        @Override
        public void write(WireWriter out) {
            certificate.write(out.writeByte(TAG));
            out.writeOptional(batch, Batch::write);
        }
    }

    /** It is in this epoch of its view, by whatever way: what it has said in earlier ones is past. */
    record Entered(long view, long epoch) implements JournalEntry {
        static final int TAG = 6;

        @Override
        public void write(WireWriter out) {
            out.writeByte(TAG).writeLong(view).writeLong(epoch);
        }
    }

    /**
     * It has committed this in the view in force, and must show it when it leaves an epoch (AD-10).
     *
     * @param batch what the certificate is of, unless the slot is past
     */
    record Kept(QuorumCertificate certificate, Optional<Batch> batch) implements JournalEntry {
        static final int TAG = 7;

        @Override
        public void write(WireWriter out) {
            certificate.write(out.writeByte(TAG));
            out.writeOptional(batch, Batch::write);
        }
    }

    /** A value with all bodies that it names. */
    record Batch(Value value, List<Signed<Request>> bodies) {
        public Batch {
            bodies = List.copyOf(bodies);
        }

        static Batch of(Content content) {
            return new Batch(
                    content.value(), content.bodies().stream().map(Held::signed).toList());
        }

        void write(WireWriter out) {
            value.write(out);
            out.writeList(bodies, Request::writeSigned);
        }

        static Batch read(WireReader in, Lives lives) throws MalformedException {
            Value value = Value.read(in);
            return new Batch(value, in.readList(Value.MAX_REQUESTS, each -> Request.readSigned(each, lives)));
        }
    }

    void write(WireWriter out);

    default byte[] encode() {
        return WireWriter.bytes(this::write);
    }

    /** @param lives as far as they are known where the entry stands */
    static JournalEntry decode(byte[] bytes, Lives lives) throws MalformedException {
        return WireReader.whole(bytes, in -> read(in, lives));
    }

    private static JournalEntry read(WireReader in, Lives lives) throws MalformedException {
        int tag = in.readByte();
        return switch (tag) {
            case Asked.TAG -> new Asked(Request.read(in));
            case Prepared.TAG ->
                new Prepared(Nested.read(in, lives, Header::read), in.readOptional(each -> Batch.read(each, lives)));
            case Locked.TAG -> new Locked(QuorumCertificate.read(in, lives));
            case Left.TAG -> new Left(EpochChange.read(in, lives));
            case Delivered.TAG ->
                new Delivered(QuorumCertificate.read(in, lives), in.readOptional(each -> Batch.read(each, lives)));
            case Entered.TAG -> new Entered(in.readCount(), in.readCount());
            case Kept.TAG ->
                new Kept(QuorumCertificate.read(in, lives), in.readOptional(each -> Batch.read(each, lives)));
            default -> throw new MalformedException("no entry " + tag);
        };
    }
}
