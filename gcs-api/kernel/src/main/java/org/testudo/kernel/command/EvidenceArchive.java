package org.testudo.kernel.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Evidence to be kept in a file and judged later by anyone who has the genesis and the chain of views (AD-10). Its bytes: eight
 * of magic, a version, the digests of genesis and life, the evidence, and SHA-256 of all that. The last is against damage
 * only: what the evidence proves rests on its signatures.
 */
public record EvidenceArchive(Evidence evidence) {
    /** The longest file that is read. */
    public static final int MAX_BYTES = 1 << 20;

    private static final byte[] MAGIC = "TSTDEVD\n".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;

    /** The content of the file. */
    public byte[] encode() {
        byte[] content = WireWriter.bytes(out -> {
            out.writeFixed(MAGIC).writeShort(VERSION);
            evidence.life().genesis().write(out);
            evidence.life().life().write(out);
            evidence.write(out);
        });
        return WireWriter.bytes(out -> {
            out.writeFixed(content);
            Digest.of(content).write(out);
        });
    }

    /**
     * Reads the content of a file; that it proves anything is not said.
     *
     * @throws MalformedException if these bytes are no such file, of another version, cut short or damaged; the text says which
     */
    public static EvidenceArchive decode(byte[] bytes) throws MalformedException {
        if (bytes.length > MAX_BYTES) throw new MalformedException("more than " + MAX_BYTES + " bytes");
        boolean magic = bytes.length >= MAGIC.length && Arrays.equals(Arrays.copyOf(bytes, MAGIC.length), MAGIC);
        if (!magic) throw new MalformedException("this is no file of evidence");
        int end = bytes.length - Digest.LENGTH;
        if (end < MAGIC.length + 2) throw new MalformedException("cut short after " + bytes.length + " bytes");
        byte[] content = Arrays.copyOf(bytes, end);
        WireReader in = new WireReader(content);
        in.readFixed(MAGIC.length);
        int version = in.readShort();
        if (version != VERSION) {
            throw new MalformedException("its format has version " + version + ", this program reads " + VERSION);
        }
        if (!Digest.of(content).equals(Digest.fromBytes(Arrays.copyOfRange(bytes, end, bytes.length)))) {
            throw new MalformedException("cut short or damaged: its check sum does not fit");
        }
        GroupLife life = new GroupLife(Digest.read(in), Digest.read(in));
        EvidenceArchive archive = new EvidenceArchive(Evidence.read(in, life));
        in.expectEnd();
        return archive;
    }
}
