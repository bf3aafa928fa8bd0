package org.testudo.gacp.core;

import java.util.Arrays;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * A member's signed word to one client that it is in a view now (CA-8).
 *
 * @param view the view
 * @param record digest of the view's record
 * @param nonce of the client; proves that the word is not older than the nonce
 * @param signature by the member's key of that view; not yet checked
 */
public record Confirmation(long view, Digest record, byte[] nonce, Signature signature) {
    public static final int MIN_NONCE = 16;
    public static final int MAX_NONCE = 64;

    /** The header under which a member signs it. */
    public static StatementHeader header(GroupLife life, long view) {
        return new StatementHeader.ViewBound(life, view, 0, 0, StatementTypes.CONFIRMATION);
    }

    /** The body that is signed. */
    public static byte[] body(Digest record, byte[] nonce) {
        return WireWriter.bytes(out -> {
            record.write(out);
            out.writeBytes(nonce);
        });
    }

    public boolean isFor(byte[] expected) {
        return Arrays.equals(nonce, expected);
    }

    public static Confirmation decode(byte[] bytes) throws MalformedException {
        return WireReader.whole(
                bytes,
                in -> new Confirmation(in.readCount(), Digest.read(in), in.readBytes(MAX_NONCE), Signature.read(in)));
    }

    public byte[] encode() {
        return WireWriter.bytes(out -> {
            out.writeLong(view);
            record.write(out);
            out.writeBytes(nonce);
            signature.write(out);
        });
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Confirmation that
                && view == that.view
                && record.equals(that.record)
                && Arrays.equals(nonce, that.nonce)
                && signature.equals(that.signature);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(nonce);
    }
}
