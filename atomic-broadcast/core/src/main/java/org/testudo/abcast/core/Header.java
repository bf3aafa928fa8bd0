package org.testudo.abcast.core;

import java.util.Optional;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** HEADER: the leader's signed proposal for a slot. Two different ones for one (view, epoch, slot) convict it (AB-2). */
public record Header(long view, long epoch, long slot, Digest value) implements AbcastMessage {
    static final int TAG = 1;

    static Header read(WireReader in) throws MalformedException {
        return new Header(in.readCount(), in.readCount(), in.readCount(), Digest.read(in));
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        out.writeLong(view).writeLong(epoch).writeLong(slot);
        value.write(out);
    }

    @Override
    public Optional<StatementHeader> header(Lives lives) {
        return Nested.viewBound(lives, view, epoch, slot, StatementTypes.HEADER);
    }

    @Override
    public Optional<Header> about() {
        return Optional.of(this);
    }

    @Override
    public Lane lane() {
        return Lane.VOTES;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        Nested.handOver(as, this, receiver::onHeader);
    }
}
