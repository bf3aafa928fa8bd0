package org.testudo.kernel.statement;

import java.util.Arrays;
import java.util.HexFormat;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** An Ed25519 public key with which statements are checked (SICP-14): not a TLS key. */
public final class StatementKey {
    /** Bytes of one. */
    public static final int LENGTH = 32;

    private final byte[] bytes;
    private int hash;

    private StatementKey(byte[] bytes) {
        this.bytes = bytes;
    }

    public static StatementKey fromBytes(byte[] bytes) {
        if (bytes.length != LENGTH) throw new IllegalArgumentException("need 32 bytes, not " + bytes.length);
        return new StatementKey(bytes.clone());
    }

    public static StatementKey read(WireReader in) throws MalformedException {
        return new StatementKey(in.readFixed(LENGTH));
    }

    public void write(WireWriter out) {
        out.writeFixed(bytes);
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StatementKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        if (hash == 0) hash = Arrays.hashCode(bytes); // as String does: a race computes it twice
        return hash;
    }

    /** The whole key, for people who compare it with one that was read to them. */
    public String toHex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes, 0, 8);
    }
}
