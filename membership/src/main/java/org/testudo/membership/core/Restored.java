package org.testudo.membership.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.testudo.kernel.notice.Refused;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;
import org.testudo.membership.core.MembershipMessage.ViewSignature;

/**
 * What this member has signed of views, as its journal says, and whether the ordering still brings back what was delivered:
 * meanwhile the membership follows, and says and asks nothing (AB-26). A signature must be in the journal before the key that
 * made it is erased (GM-11): nobody could make it again.
 */
final class Restored {
    private static final int MOST = 1 << 20;

    private final TreeMap<Long, Entry> signatures = new TreeMap<>();
    private final List<ViewSignature> later = new ArrayList<>();
    private boolean under;

    private record Entry(long view, Digest next, Signature signature) {
        private static Entry read(WireReader in) throws MalformedException {
            return new Entry(in.readCount(), Digest.read(in), Signature.read(in));
        }

        private void write(WireWriter out) {
            next.write(out.writeLong(view));
            signature.write(out);
        }
    }

    /** Takes what its journal holds; empty, or why it does not go on with it: its checksum is right, so another version wrote it. */
    Optional<Refused> begin(List<byte[]> entries) {
        under = true;
        try {
            for (byte[] each : entries) read(each);
            return Optional.empty();
        } catch (MalformedException e) {
            return Optional.of(Refusals.unreadableJournal(e.getMessage()));
        }
    }

    private void read(byte[] entry) throws MalformedException {
        for (Entry each : WireReader.whole(entry, in -> in.readList(MOST, Entry::read)))
            signatures.put(each.view, each);
    }

    /** This member has signed a record; the entry to make durable. */
    byte[] signed(ViewSignature message, Signature signature) {
        Entry entry = new Entry(message.view(), message.next(), signature);
        signatures.put(message.view(), entry);
        return encode(List.of(entry));
    }

    /**
     * A start would begin in this view: the entry that replaces all before it; empty if there were none. What is not certified
     * here is kept, for it may be this signature that is missing.
     */
    Optional<byte[]> based(long view, ViewChain chain) {
        if (signatures.isEmpty()) return Optional.empty();
        Entry last = signatures.get(signatures.lastKey());
        signatures.values().removeIf(each -> each.view < view && chain.isCertified(each.view + 1) && each != last);
        return Optional.of(encode(List.copyOf(signatures.values())));
    }

    private static byte[] encode(List<Entry> entries) {
        return WireWriter.bytes(out -> out.writeList(entries, Entry::write));
    }

    /** Whether the journal is still being replayed. */
    boolean under() {
        return under;
    }

    /** What this member has signed of this record before, if it has. */
    Optional<Signature> signature(ViewSignature wanted) {
        return Optional.ofNullable(signatures.get(wanted.view()))
                .filter(entry -> entry.next().equals(wanted.next()))
                .map(Entry::signature);
    }

    /** To be signed when all is replayed: the key is there still, for no signature was kept. */
    void signLater(ViewSignature message) {
        later.add(message);
    }

    /** All is replayed; what is to be signed now. */
    List<ViewSignature> end() {
        under = false;
        return List.copyOf(later);
    }
}
