package org.testudo.kernel.statement;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** A SHA-256 digest. */
public final class Digest implements Comparable<Digest> {
    /** Bytes of a digest. */
    public static final int LENGTH = 32;

    /** Thirty-two zero bytes: the digest of nothing, where a chain begins. */
    public static final Digest ZERO = new Digest(new byte[LENGTH]);

    /** Copied for each use: to look the algorithm up takes longer than to hash a statement. */
    private static final MessageDigest SHA_256 = lookUp();

    private final byte[] bytes;

    private Digest(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The digest of these bytes. */
    public static Digest of(byte[] content) {
        return new Digest(sha256().digest(content));
    }

    /** The digest of a byte and these bytes after it. */
    static Digest tagged(int tag, byte[]... parts) {
        MessageDigest sha = sha256();
        sha.update((byte) tag);
        for (byte[] part : parts) sha.update(part);
        return new Digest(sha.digest());
    }

    private static MessageDigest sha256() {
        try {
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException e) {
            return lookUp();
        }
    }

    private static MessageDigest lookUp() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The digest of what a piece of code writes. */
    public static Digest of(Consumer<WireWriter> content) {
        WireWriter out = new WireWriter();
        content.accept(out);
        MessageDigest sha = sha256();
        out.feed(sha);
        return new Digest(sha.digest());
    }

    /** A digest from its 32 bytes. */
    public static Digest fromBytes(byte[] bytes) {
        if (bytes.length != LENGTH) throw new IllegalArgumentException("a digest has 32 bytes, not " + bytes.length);
        return new Digest(bytes.clone());
    }

    public static Digest read(WireReader in) throws MalformedException {
        return new Digest(in.readFixed(LENGTH));
    }

    public void write(WireWriter out) {
        out.writeFixed(bytes);
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(Digest other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && Arrays.equals(bytes, digest.bytes);
    }

    @Override
    public int hashCode() {
        return bytes[0] << 24 ^ bytes[1] << 16 ^ bytes[2] << 8 ^ bytes[3];
    }

    /** The first eight bytes in hexadecimal: enough for people. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes, 0, 8);
    }

    /** All of it in hexadecimal. */
    public String toHex() {
        return HexFormat.of().formatHex(bytes);
    }
}
