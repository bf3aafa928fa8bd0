package org.testudo.abcast.core;

import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * WANTED: its sender asks for links and a certified state above a slot. A wish, never a fact.
 *
 * @param view up to which the sender knows the chain of views
 */
public record Wanted(long view, long above) implements AbcastMessage {
    static final int TAG = 33;

    static Wanted read(WireReader in) throws MalformedException {
        return new Wanted(in.readCount(), in.readCount());
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        out.writeLong(view).writeLong(above);
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        receiver.onWanted(as.sender(), this);
    }
}
