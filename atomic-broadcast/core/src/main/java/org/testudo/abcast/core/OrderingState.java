package org.testudo.abcast.core;

import java.time.Instant;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * The ordering's share of a checkpoint (AB-23): where the order has got to, in which view, and what numbers come next.
 *
 * @param view in force after the slot
 * @param record digest of that view's record
 */
record OrderingState(long slot, long view, Digest record, Digest history, Instant agreedTime) {
    /** The share as things stand now. */
    static Snapshot taken(Ordering ordering, Sequences sequences) {
        return Snapshot.of(WireWriter.bytes(out -> {
            out.writeLong(ordering.delivered()).writeLong(ordering.view());
            ordering.seating().record().digest().write(out);
            ordering.history().write(out);
            out.writeInstant(ordering.agreedTime());
            sequences.write(out);
        }));
    }

    /** Of a share that this member has computed or read before, without its sequences. */
    static OrderingState known(byte[] content) {
        try {
            return head(new WireReader(content));
        } catch (MalformedException e) {
            throw new IllegalStateException("a share of this member's own", e);
        }
    }

    private static OrderingState head(WireReader in) throws MalformedException {
        return new OrderingState(in.readCount(), in.readCount(), Digest.read(in), Digest.read(in), in.readInstant());
    }

    /** Reads a certified share, its sequences into these. */
    static OrderingState read(byte[] content, Sequences sequences) throws MalformedException {
        return WireReader.whole(content, in -> {
            OrderingState state = head(in);
            sequences.restore(in);
            return state;
        });
    }
}
