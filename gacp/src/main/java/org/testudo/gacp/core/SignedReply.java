package org.testudo.gacp.core;

import java.util.Optional;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * A reply as it travels to the client.
 *
 * @param view in which the member signed it
 * @param signature by the member's key of that view; not yet checked
 * @param result the bytes that the reply's digest names; empty when the member keeps only the digest
 */
public record SignedReply(long view, Reply reply, Signature signature, Optional<byte[]> result) {
    public static SignedReply decode(byte[] bytes) throws MalformedException {
        return WireReader.whole(
                bytes,
                in -> new SignedReply(
                        in.readCount(),
                        Reply.read(in),
                        Signature.read(in),
                        in.readOptional(each -> each.readBytes(Request.MAX_BODY))));
    }

    public byte[] encode() {
        return WireWriter.bytes(out -> {
            out.writeLong(view);
            reply.write(out);
            signature.write(out);
            out.writeOptional(result, (bytes, to) -> to.writeBytes(bytes));
        });
    }
}
