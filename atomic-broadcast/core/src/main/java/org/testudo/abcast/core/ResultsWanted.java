package org.testudo.abcast.core;

import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** RESULTS-WANTED: its sender's state differs for the second time, and it asks what came of the operations from a slot on (AB-7). */
public record ResultsWanted(long slot) implements AbcastMessage {
    static final int TAG = 36;

    static ResultsWanted read(WireReader in) throws MalformedException {
        return new ResultsWanted(in.readCount());
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        out.writeLong(slot);
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        receiver.onResultsWanted(as.sender(), this);
    }
}
