package org.testudo.kernel.command;

import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.wire.MalformedException;

/**
 * Evidence to be kept in a file and judged later by anyone who has the genesis and the chain of views (AD-10). Its bytes: eight
 * of magic, a version, the digests of genesis and life, the evidence, and SHA-256 of all that. The last is against damage
 * only: what the evidence proves rests on its signatures.
 */
public record EvidenceArchive(Evidence evidence) {
    /** The longest file that is read. */
    public static final int MAX_BYTES = 1 << 20;

    private static final SealedFile FORM = new SealedFile("TSTDEVD\n", 1, "evidence");

    /** The content of the file. */
    public byte[] encode() {
        return FORM.encode(out -> {
            evidence.life().genesis().write(out);
            evidence.life().life().write(out);
            evidence.write(out);
        });
    }

    /**
     * Reads the content of a file; that it proves anything is not said.
     *
     * @throws MalformedException if these bytes are no such file, of another version, cut short or damaged; the text says which
     */
    public static EvidenceArchive decode(byte[] bytes) throws MalformedException {
        return FORM.decode(bytes, MAX_BYTES, in -> {
            GroupLife life = new GroupLife(Digest.read(in), Digest.read(in));
            return new EvidenceArchive(Evidence.read(in, life));
        });
    }
}
