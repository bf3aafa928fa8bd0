package org.testudo.abcast.core;

import java.util.List;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * STATUS: where its sender stands, so that others send what it lacks (AB-29). A wish, never a fact: it proves nothing and
 * changes nothing but what is sent again.
 *
 * @param entered whether the sender has begun this epoch, or waits for its NEW-EPOCH
 * @param changes seats whose epoch change into this epoch the sender holds, while it waits
 */
public record Status(long view, long epoch, boolean entered, long delivered, List<Integer> changes)
        implements AbcastMessage {
    static final int TAG = 12;

    public Status {
        changes = List.copyOf(changes);
    }

    static Status read(WireReader in) throws MalformedException {
        return new Status(
                in.readCount(),
                in.readCount(),
                in.readBoolean(),
                in.readCount(),
                in.readList(ViewRecord.MAX_SEATS, WireReader::readShort));
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        out.writeLong(view).writeLong(epoch).writeBoolean(entered).writeLong(delivered);
        out.writeList(changes, (seat, to) -> to.writeShort(seat));
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        receiver.onStatus(as.sender(), this);
    }
}
