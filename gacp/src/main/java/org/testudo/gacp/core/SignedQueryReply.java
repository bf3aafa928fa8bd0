package org.testudo.gacp.core;

import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * The reply to a query as it travels to the client.
 *
 * @param view in which the member answered and signed
 * @param signature by the member's key of that view; not yet checked
 * @param result the bytes that the reply's digest names
 */
public record SignedQueryReply(long view, QueryReply reply, Signature signature, byte[] result) {
    public static SignedQueryReply decode(byte[] bytes) throws MalformedException {
        return WireReader.whole(
                bytes,
                in -> new SignedQueryReply(
                        in.readCount(), QueryReply.read(in), Signature.read(in), in.readBytes(Request.MAX_BODY)));
    }

    public byte[] encode() {
        return WireWriter.bytes(out -> {
            out.writeLong(view);
            reply.write(out);
            signature.write(out);
            out.writeBytes(result);
        });
    }
}
