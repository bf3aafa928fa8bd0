package org.testudo.abcast.core;

import java.util.List;
import java.util.Optional;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Announcement;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** ANNOUNCE: a founder tells its present start and its first view keys, while the group forms (GM-21). */
public record Announce(Origin origin, List<StatementKey> viewKeys) implements AbcastMessage {
    static final int TAG = 16;

    public Announce {
        viewKeys = List.copyOf(viewKeys);
    }

    static Announce read(WireReader in) throws MalformedException {
        Origin origin = Origin.read(in);
        List<StatementKey> keys = in.readList(Command.MAX_KEYS, StatementKey::read);
        if (origin.principal().kind() != Principal.Kind.MEMBER || keys.isEmpty()) {
            throw new MalformedException("no founder's announcement");
        }
        return new Announce(origin, keys);
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        origin.write(out);
        out.writeList(viewKeys, StatementKey::write);
    }

    @Override
    public Optional<StatementHeader> header(Lives lives) {
        return Optional.of(Announcement.header(lives.forming(), origin));
    }

    @Override
    public byte[] statementBody() {
        return Announcement.body(viewKeys);
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        boolean own = as instanceof Signed<AbcastMessage> it && it.signer().equals(origin.principal());
        if (!own) return; // a signature under another's name was checked with a key of the sender's choice
        Signed<AbcastMessage> signed = (Signed<AbcastMessage>) as;
        receiver.onAnnouncement(new Announcement(origin, viewKeys, signed.signature()));
    }
}
