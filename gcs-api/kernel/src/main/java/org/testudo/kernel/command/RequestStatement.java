package org.testudo.kernel.command;

import java.util.Arrays;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What an origin signs of a request: how long its body is, and the digest of it. So two requests under one number are short
 * enough for evidence, however large their bodies are (AD-10).
 */
public final class RequestStatement {
    private static final int LENGTH = 4 + Digest.LENGTH;

    private RequestStatement() {}

    /** The signed body of a request with this body. */
    public static byte[] of(byte[] body) {
        return of(body.length, Digest.of(body));
    }

    /** The signed body of a request whose body has this length and digest. */
    public static byte[] of(int length, Digest body) {
        return WireWriter.bytes(out -> body.write(out.writeInt(length)));
    }

    /** Whether this is the signed body of some request. */
    static boolean is(byte[] signed) {
        return signed.length == LENGTH;
    }

    /** Whether a request with this body has this signed body. */
    static boolean fits(byte[] signed, byte[] body) {
        return Arrays.equals(signed, of(body));
    }

    /** How long the body of the request is that has this signed body; -1 if it has none. */
    static int bodyLength(byte[] signed) {
        try {
            return is(signed) ? new WireReader(signed).readInt() : -1;
        } catch (MalformedException e) {
            return -1;
        }
    }
}
