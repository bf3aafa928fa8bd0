package org.testudo.abcast.core;

import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * RECALL: its sender goes on with its journal, and asks for what the receiver holds with its signature (AB-26).
 *
 * @param question told from others of the same sender by this number
 */
public record Recall(long question) implements AbcastMessage {
    static final int TAG = 24;

    static Recall read(WireReader in) throws MalformedException {
        return new Recall(in.readCount());
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        out.writeLong(question);
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        receiver.onRecall(as.sender(), this);
    }
}
