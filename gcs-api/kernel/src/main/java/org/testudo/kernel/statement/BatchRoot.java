package org.testudo.kernel.statement;

import org.testudo.kernel.Invariant;
import org.testudo.kernel.wire.WireWriter;

/**
 * What one Ed25519 signature covers: the root of a Merkle tree over a batch of statements, and how many there are (SICP-8).
 * A single statement is a batch of one, so that nothing else is ever signed with a statement key and a root cannot pass for
 * a statement, nor a statement for a root.
 *
 * @param hash of the root
 * @param count of statements, from 1 to {@link StatementBatch#MAX_STATEMENTS}; part of what is signed
 */
public record BatchRoot(Digest hash, int count) {
    public BatchRoot {
        Invariant.check(count >= 1 && count <= StatementBatch.MAX_STATEMENTS, "a batch of %s statements", count);
    }

    /** The bytes that are signed: domain, protocol version, count and root. */
    public byte[] signedBytes() {
        return WireWriter.bytes(out -> {
            out.writeText("testudo batch").writeByte(ProtocolVersion.CURRENT).writeInt(count);
            hash.write(out);
        });
    }
}
