package org.testudo.kernel.view;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * The certificates of views 1 to k, to be kept in a file and verified later by anyone who has the genesis (GM-5). Its bytes:
 * eight of magic, a version, the digest of the genesis, the number of certificates, the certificates in order, and SHA-256 of
 * all that. The last is against damage only: what the chain proves rests on its signatures.
 *
 * @param genesis digest of what the group is founded on
 * @param certificates from view 1 on, 1 to {@link #MAX_VIEWS}
 */
public record ChainArchive(Digest genesis, List<ViewCertificate> certificates) {
    public static final int MAX_VIEWS = 100_000;

    /** The longest file that is read: a view of a group of four takes about two kilobytes. */
    public static final int MAX_BYTES = 256 << 20;

    private static final byte[] MAGIC = "TSTDCHN\n".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;

    /** @throws IllegalArgumentException if there are no certificates, or too many */
    public ChainArchive {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty() || certificates.size() > MAX_VIEWS) {
            throw new IllegalArgumentException(
                    "a chain of " + certificates.size() + " certified views; there must be 1 to " + MAX_VIEWS);
        }
    }

    /**
     * Verifies one certificate after the other, up to the first that does not hold.
     *
     * @return a step for each view looked at; only the last may not hold
     */
    public List<VerifiedChain.Step> verify(Genesis founded, Verifier verifier) {
        VerifiedChain chain = new VerifiedChain(founded, verifier);
        List<VerifiedChain.Step> steps = new ArrayList<>();
        for (ViewCertificate each : certificates) {
            VerifiedChain.Step step = chain.extend(each);
            steps.add(step);
            if (!step.holds()) break;
        }
        return steps;
    }

    /** The content of the file. */
    public byte[] encode() {
        byte[] content = WireWriter.bytes(out -> {
            out.writeFixed(MAGIC).writeShort(VERSION);
            genesis.write(out);
            out.writeList(certificates, ViewCertificate::write);
        });
        return WireWriter.bytes(out -> {
            out.writeFixed(content);
            Digest.of(content).write(out);
        });
    }

    /**
     * Reads the content of a file; that it proves anything is not said.
     *
     * @throws MalformedException if these bytes are no such file, of another version, cut short or damaged; the text says where
     */
    public static ChainArchive decode(byte[] bytes) throws MalformedException {
        if (bytes.length > MAX_BYTES) throw new MalformedException("more than " + MAX_BYTES + " bytes");
        WireReader in = new WireReader(bytes);
        Digest genesis = readHead(in, bytes);
        int count = in.readInt();
        if (count < 1 || count > MAX_VIEWS) {
            throw new MalformedException(count + " certified views; there must be 1 to " + MAX_VIEWS);
        }
        List<ViewCertificate> certificates = new ArrayList<>();
        while (certificates.size() < count) certificates.add(readNext(in, certificates.size() + 1, count, genesis));
        expectSeal(in, bytes);
        return new ChainArchive(genesis, certificates);
    }

    private static Digest readHead(WireReader in, byte[] bytes) throws MalformedException {
        int least = MAGIC.length + 2 + Digest.LENGTH + 4;
        boolean magic = bytes.length >= MAGIC.length && Arrays.equals(in.readFixed(MAGIC.length), MAGIC);
        if (!magic) throw new MalformedException("this is no file of a chain of views");
        if (bytes.length < least) throw new MalformedException("cut short after " + bytes.length + " bytes");
        int version = in.readShort();
        if (version != VERSION) {
            throw new MalformedException("its format has version " + version + ", this program reads " + VERSION);
        }
        return Digest.read(in);
    }

    private static ViewCertificate readNext(WireReader in, int place, int count, Digest genesis)
            throws MalformedException {
        ViewCertificate next;
        try {
            next = ViewCertificate.read(in);
        } catch (MalformedException e) {
            throw new MalformedException(
                    "certificate " + place + " of " + count + " is cut short or damaged (" + e.getMessage() + ")");
        }
        if (!next.record().life().genesis().equals(genesis)) {
            throw new MalformedException("certificate " + place + " of " + count + " is of another genesis, "
                    + next.record().life().genesis() + ", than the file says, " + genesis);
        }
        return next;
    }

    private static void expectSeal(WireReader in, byte[] bytes) throws MalformedException {
        byte[] seal;
        try {
            seal = in.readFixed(Digest.LENGTH);
        } catch (MalformedException e) {
            throw new MalformedException("cut short: " + e.getMessage() + " of its check sum");
        }
        in.expectEnd();
        byte[] content = Arrays.copyOf(bytes, bytes.length - Digest.LENGTH);
        if (!Arrays.equals(seal, Digest.of(content).toBytes())) {
            throw new MalformedException("damaged: its check sum does not fit");
        }
    }
}
