package org.testudo.abcast.core;

import java.time.Instant;
import java.util.List;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * VALUE: what a header proposes, believed by its digest. Keeps its birth epoch and time when it is proposed again (AB-17,
 * AB-27).
 *
 * @param slot for which it was made
 * @param birthEpoch epoch of its first proposal
 * @param time wall clock of the leader that made it
 * @param requests digests, in order; bodies travel by themselves (AB-18)
 */
public record Value(long slot, long birthEpoch, Instant time, List<Digest> requests) implements AbcastMessage {
    static final int TAG = 2;
    /** The most requests in one slot; as many as a configuration may allow. */
    static final int MAX_REQUESTS = 10_000;

    public Value {
        requests = List.copyOf(requests);
    }

    /** What is proposed for a slot where no certificate asks for anything: has no time of its own (AB-28). */
    public static Value empty(long slot) {
        return new Value(slot, 0, Instant.EPOCH, List.of());
    }

    static Value read(WireReader in) throws MalformedException {
        return new Value(in.readCount(), in.readCount(), in.readInstant(), in.readList(MAX_REQUESTS, Digest::read));
    }

    /** Names it in a header. */
    public Digest digest() {
        return Digest.of(this::write);
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        out.writeLong(slot).writeLong(birthEpoch).writeInstant(time);
        out.writeList(requests, Digest::write);
    }

    @Override
    public Lane lane() {
        return Lane.BODIES;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        receiver.onValue(as.sender(), this);
    }
}
