package org.testudo.gacp.core;

import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What a member states about one answered request (CA-9). Equal at all correct members; a client compares this content,
 * never signatures.
 *
 * @param client who asked: name, key and session
 * @param number of the request
 * @param operation digest of the request
 * @param slot place of the request in the total order
 * @param failed whether the application refused; the result is then the error's text
 * @param result digest of the result
 */
public record Reply(Origin client, long number, Digest operation, long slot, boolean failed, Digest result) {
    /** The reply to a request that has been executed. */
    public static Reply to(Request request, long slot, boolean failed, byte[] result) {
        return new Reply(request.origin(), request.number(), request.digest(), slot, failed, Digest.of(result));
    }

    /** The header under which a member signs it while this view is in force. */
    public StatementHeader header(GroupLife life, long view) {
        return new StatementHeader.ViewBound(life, view, 0, slot, StatementTypes.REPLY);
    }

    /** The body that is signed. */
    public byte[] body() {
        return WireWriter.bytes(this::write);
    }

    public void write(WireWriter out) {
        client.write(out);
        out.writeLong(number);
        operation.write(out);
        out.writeLong(slot).writeBoolean(failed);
        result.write(out);
    }

    public static Reply read(WireReader in) throws MalformedException {
        return new Reply(
                Origin.read(in), in.readCount(), Digest.read(in), in.readCount(), in.readBoolean(), Digest.read(in));
    }
}
