package org.testudo.abcast.core;

import java.util.Optional;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** COMPLAINT: its sender wants to leave this epoch; it goes on voting until f+1 want to (AB-19). */
public record Complaint(long view, long epoch) implements AbcastMessage {
    static final int TAG = 7;

    static Complaint read(WireReader in) throws MalformedException {
        return new Complaint(in.readCount(), in.readCount());
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        out.writeLong(view).writeLong(epoch);
    }

    @Override
    public Optional<StatementHeader> header(Lives lives) {
        return Nested.viewBound(lives, view, epoch, 0, StatementTypes.COMPLAINT);
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        Nested.handOver(as, this, receiver::onComplaint);
    }
}
