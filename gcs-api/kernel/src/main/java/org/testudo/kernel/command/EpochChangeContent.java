package org.testudo.kernel.command;

import java.util.List;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What an epoch change says. It is signed as two digests: of its content, by which two of them are compared, and of the
 * signatures by which it proves that content. So a certificate in it that fails convicts its signer and nobody can put a bad
 * one into another's (AD-10), while equality stays that of content (SICP-13).
 *
 * @param epoch to which its signer goes
 * @param start of its signer; 0 but in view 0
 * @param stable last slot of the stable checkpoint that it shows; 0 if none
 * @param stableContent what that checkpoint says; {@link Digest#ZERO} if there is none
 * @param locks what its certificates say, by ascending slot
 * @param proofs digest of each certificate with its signatures, in the same order
 */
public record EpochChangeContent(
        long view, long epoch, long start, long stable, Digest stableContent, List<Lock> locks, List<Digest> proofs) {
    /** The largest window that a configuration may ask for. */
    public static final int MAX_LOCKS = 1024;

    /**
     * What one certificate says.
     *
     * @param decided whether it is of COMMITs; else of PREPAREs
     */
    public record Lock(boolean decided, long view, long epoch, long slot, Digest value) {
        static Lock read(WireReader in) throws MalformedException {
            return new Lock(in.readBoolean(), in.readCount(), in.readCount(), in.readCount(), Digest.read(in));
        }

        void write(WireWriter out) {
            out.writeBoolean(decided).writeLong(view).writeLong(epoch).writeLong(slot);
            value.write(out);
        }
    }

    public EpochChangeContent {
        locks = List.copyOf(locks);
        proofs = List.copyOf(proofs);
    }

    /** The signed body. */
    public byte[] body() {
        return WireWriter.bytes(out -> {
            Digest.of(this::writeShown).write(out);
            Digest.of(to -> to.writeList(proofs, (each, digest) -> each.write(digest)))
                    .write(out);
        });
    }

    private void writeShown(WireWriter out) {
        out.writeLong(view).writeLong(epoch).writeLong(start).writeLong(stable);
        stableContent.write(out);
        out.writeList(locks, Lock::write);
    }

    void write(WireWriter out) {
        writeShown(out);
        out.writeList(proofs, (each, to) -> each.write(to));
    }

    static EpochChangeContent read(WireReader in) throws MalformedException {
        return new EpochChangeContent(
                in.readCount(),
                in.readCount(),
                in.readCount(),
                in.readCount(),
                Digest.read(in),
                in.readList(MAX_LOCKS, Lock::read),
                in.readList(MAX_LOCKS, Digest::read));
    }
}
