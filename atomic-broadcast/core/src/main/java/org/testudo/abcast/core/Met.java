package org.testudo.abcast.core;

import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * MET: which starts of others the sender has met, and what its group was formed of, if it is past that (GM-21). Who finds its
 * own present start in it knows that the sender is alive now, whatever signatures of former times somebody may have kept.
 *
 * @param incarnation the sender's own start
 * @param formed digest of the value that view 0 decided; {@link Digest#ZERO}: the sender is in view 0
 * @param starts that the sender has met, in rising order of names
 */
public record Met(long incarnation, Digest formed, List<Start> starts) implements AbcastMessage {
    static final int TAG = 17;

    /** One start of a member. */
    public record Start(MemberId member, long incarnation) {}

    public Met {
        starts = List.copyOf(starts);
    }

    static Met read(WireReader in) throws MalformedException {
        return new Met(
                in.readCount(),
                Digest.read(in),
                in.readList(ViewRecord.MAX_SEATS, each -> new Start(Origin.readMember(each), each.readCount())));
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        out.writeLong(incarnation);
        formed.write(out);
        out.writeList(starts, (start, to) -> to.writeText(start.member().name()).writeLong(start.incarnation()));
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        receiver.onMet(as.sender(), this);
    }
}
