package org.testudo.kernel.statement;

import java.util.Arrays;
import java.util.HexFormat;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** An Ed25519 signature of a statement (RFC 8032). Equality is of bytes; statements are never compared by it (SICP-13). */
public final class Signature {
    /** Bytes of one. */
    public static final int LENGTH = 64;

    private final byte[] bytes;

    private Signature(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Signature fromBytes(byte[] bytes) {
        if (bytes.length != LENGTH) throw new IllegalArgumentException("need 64 bytes, not " + bytes.length);
        return new Signature(bytes.clone());
    }

    public static Signature read(WireReader in) throws MalformedException {
        return new Signature(in.readFixed(LENGTH));
    }

    public void write(WireWriter out) {
        out.writeFixed(bytes);
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Signature that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes, 0, 8);
    }
}
