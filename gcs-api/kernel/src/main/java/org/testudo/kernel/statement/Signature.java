package org.testudo.kernel.statement;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * A principal's signature of one statement: an Ed25519 signature (RFC 8032) of the root of the batch in which the statement
 * was signed, and the path from the statement to that root (SICP-8). What is valid, {@link Verifier#verify} says; each
 * signature has one encoding, because the length of the path follows from index and count. Equality is of bytes; statements
 * are never compared by it (SICP-13). Immutable.
 */
public final class Signature {
    /** Bytes of the Ed25519 signature of the root. */
    public static final int LENGTH = 64;

    /** The most bytes that one takes on the wire. */
    public static final int MAX_ENCODED = 2 + LENGTH + 8 * Digest.LENGTH;

    private final int index;
    private final int count;
    private final byte[] rootSignature;
    private final List<Digest> path;

    private Signature(int index, int count, byte[] rootSignature, List<Digest> path) {
        this.index = index;
        this.count = count;
        this.rootSignature = rootSignature;
        this.path = path;
    }

    /** The signature of a statement that was signed alone, from the 64 bytes over its root. */
    public static Signature fromBytes(byte[] rootSignature) {
        return of(0, 1, List.of(), rootSignature);
    }

    /** The signature of the statement at {@code index} in a batch of {@code count}. */
    static Signature of(int index, int count, List<Digest> path, byte[] rootSignature) {
        if (rootSignature.length != LENGTH) {
            throw new IllegalArgumentException("need 64 bytes, not " + rootSignature.length);
        }
        if (index < 0
                || index >= count
                || count > StatementBatch.MAX_STATEMENTS
                || path.size() != steps(index, count)) {
            throw new IllegalArgumentException("path of " + path.size() + " at " + index + " of " + count);
        }
        return new Signature(index, count, rootSignature.clone(), List.copyOf(path));
    }

    /** Reads one; an index outside the batch is malformed. */
    public static Signature read(WireReader in) throws MalformedException {
        int count = in.readByte() + 1;
        int index = in.readByte();
        if (index >= count) throw new MalformedException("statement " + index + " of a batch of " + count);
        byte[] rootSignature = in.readFixed(LENGTH);
        Digest[] path = new Digest[steps(index, count)];
        for (int i = 0; i < path.length; i++) path[i] = Digest.read(in);
        return new Signature(index, count, rootSignature, List.of(path));
    }

    public void write(WireWriter out) {
        out.writeByte(count - 1).writeByte(index).writeFixed(rootSignature);
        for (Digest each : path) each.write(out);
    }

    /** Bytes that it takes on the wire. */
    public int encodedLength() {
        return 2 + LENGTH + path.size() * Digest.LENGTH;
    }

    /** How many statements the batch has. */
    public int count() {
        return count;
    }

    /** The 64 bytes over the root. */
    public byte[] rootSignature() {
        return rootSignature.clone();
    }

    /** The root to which the path leads from this statement; whether it was signed is another question. */
    public BatchRoot root(byte[] statement) {
        Digest hash = StatementBatch.leaf(statement);
        int next = 0;
        int last = count - 1;
        for (int at = index; last > 0; at >>= 1, last >>= 1) {
            if (at % 2 == 1) hash = StatementBatch.node(path.get(next++), hash);
            else if (at < last) hash = StatementBatch.node(hash, path.get(next++));
        }
        return new BatchRoot(hash, count);
    }

    /** How many nodes on the way to the root have a sibling. */
    private static int steps(int index, int count) {
        int steps = 0;
        int last = count - 1;
        for (int at = index; last > 0; at >>= 1, last >>= 1) {
            if (at % 2 == 1 || at < last) steps++;
        }
        return steps;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Signature that
                && index == that.index
                && count == that.count
                && Arrays.equals(rootSignature, that.rootSignature)
                && path.equals(that.path);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(rootSignature) + index;
    }

    @Override
    public String toString() {
        String root = HexFormat.of().formatHex(rootSignature, 0, 8);
        return count == 1 ? root : root + " " + (index + 1) + "/" + count;
    }
}
