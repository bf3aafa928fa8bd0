package org.testudo.kernel.command;

import java.util.List;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * One start of a founder, announced while the group forms (GM-21): its nonce, which is its incarnation, and the keys with
 * which it will sign in the views ahead. View-free, signed with the founder's statement key.
 *
 * @param origin name, statement key and nonce
 * @param viewKeys for the views after view 0, in order; one to {@link Command#MAX_KEYS}
 * @param signature over the keys, under {@link #header}
 */
public record Announcement(Origin origin, List<StatementKey> viewKeys, Signature signature) {
    public Announcement {
        viewKeys = List.copyOf(viewKeys);
    }

    /** The header under which an announcement is signed: its number is its nonce, one announcement per start. */
    public static StatementHeader header(GroupLife forming, Origin origin) {
        return new StatementHeader.ViewFree(forming, origin, origin.incarnation(), StatementTypes.ANNOUNCEMENT);
    }

    /** The body that is signed. */
    public static byte[] body(List<StatementKey> viewKeys) {
        return WireWriter.bytes(out -> out.writeList(viewKeys, StatementKey::write));
    }

    /** That the founder made it. */
    public Claim claim(GroupLife forming) {
        return new Claim.SignedBy(origin.principal(), header(forming, origin), body(viewKeys), signature);
    }

    public static Announcement read(WireReader in) throws MalformedException {
        Origin origin = Origin.read(in);
        List<StatementKey> keys = in.readList(Command.MAX_KEYS, StatementKey::read);
        if (keys.isEmpty()) throw new MalformedException("announcement without keys");
        return new Announcement(origin, keys, Signature.read(in));
    }

    public void write(WireWriter out) {
        writeContent(out);
        signature.write(out);
    }

    /** All but the signature (SICP-13). */
    public void writeContent(WireWriter out) {
        origin.write(out);
        out.writeList(viewKeys, StatementKey::write);
    }
}
