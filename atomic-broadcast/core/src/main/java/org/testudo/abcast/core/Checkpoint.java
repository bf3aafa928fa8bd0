package org.testudo.abcast.core;

import java.util.Optional;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.state.Manifest;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * CHECKPOINT: the whole replicated state of its sender after a slot has this digest (AB-7, AB-23). Made in the view in force
 * when it is said, which may be later than the slot's.
 *
 * @param state digest of a {@link Manifest}
 */
public record Checkpoint(long view, long slot, Digest state) implements AbcastMessage {
    static final int TAG = 30;

    static Checkpoint read(WireReader in) throws MalformedException {
        return new Checkpoint(in.readCount(), in.readCount(), Digest.read(in));
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        out.writeLong(view).writeLong(slot);
        state.write(out);
    }

    @Override
    public Optional<StatementHeader> header(Lives lives) {
        return Nested.viewBound(lives, view, 0, slot, StatementTypes.CHECKPOINT);
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        Nested.handOver(as, this, receiver::onCheckpoint);
    }
}
