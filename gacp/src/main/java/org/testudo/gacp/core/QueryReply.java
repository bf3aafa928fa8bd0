package org.testudo.gacp.core;

import org.testudo.api.Principal;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What a member states about one query (AB-30, CA-9). Q equal ones of one view are the group's answer. No slot is named: it
 * may differ where the answer does not.
 *
 * @param client who asked
 * @param session of the client
 * @param number of the query among those of the client: an answer to an earlier one is no answer to this
 * @param query digest of what was asked
 * @param failed whether the application refused; the result is then the error's text
 * @param result digest of the result
 */
public record QueryReply(Principal client, long session, long number, Digest query, boolean failed, Digest result) {
    public static QueryReply to(QueryOffered query, boolean failed, byte[] result) {
        return new QueryReply(
                query.client(), query.session(), query.number(), Digest.of(query.body()), failed, Digest.of(result));
    }

    /** The header under which a member signs it in this view. */
    public static StatementHeader header(GroupLife life, long view) {
        return new StatementHeader.ViewBound(life, view, 0, 0, StatementTypes.QUERY_REPLY);
    }

    /** The body that is signed. */
    public byte[] body() {
        return WireWriter.bytes(this::write);
    }

    public void write(WireWriter out) {
        Origin.writePrincipal(client, out);
        out.writeLong(session).writeLong(number);
        query.write(out);
        out.writeBoolean(failed);
        result.write(out);
    }

    public static QueryReply read(WireReader in) throws MalformedException {
        return new QueryReply(
                Origin.readPrincipal(in),
                in.readCount(),
                in.readCount(),
                Digest.read(in),
                in.readBoolean(),
                Digest.read(in));
    }
}
