package org.testudo.abcast.core;

import java.util.List;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * FETCH: asks for the value of a slot, or for bodies of its requests (AB-18).
 *
 * @param slot to which they belong
 * @param wanted digests of values and requests
 */
public record Fetch(long slot, List<Digest> wanted) implements AbcastMessage {
    static final int TAG = 14;
    /** The most digests in one message. */
    static final int MAX = 512;

    public Fetch {
        wanted = List.copyOf(wanted);
    }

    static Fetch read(WireReader in) throws MalformedException {
        return new Fetch(in.readCount(), in.readList(MAX, Digest::read));
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        out.writeLong(slot);
        out.writeList(wanted, Digest::write);
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        receiver.onFetch(as.sender(), this);
    }
}
