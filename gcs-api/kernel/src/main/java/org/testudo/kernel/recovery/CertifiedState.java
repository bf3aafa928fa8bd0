package org.testudo.kernel.recovery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.state.Manifest;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Pardons;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * A group's whole state after a slot, with the signatures of a quorum, so that anyone who knows the view may judge it without
 * the group (AB-7, GM-22).
 *
 * @param view in which it was signed, perhaps later than that of the slot
 * @param shares of the layers, by their names
 */
public record CertifiedState(long view, Manifest manifest, List<Word> words, SortedMap<String, Snapshot> shares) {
    /** The most bytes of a share that are read: a state is held in memory. */
    public static final int MAX_SHARE = 1 << 30;

    private static final int MOST_SHARES = 16;
    private static final int MOST_NAME = 32;

    /** A member's signature, made with its key of that view. */
    public record Word(MemberId member, Signature signature) {
        private static Word read(WireReader in) throws MalformedException {
            return new Word(Origin.readMember(in), Signature.read(in));
        }

        private void write(WireWriter out) {
            signature.write(out.writeText(member.name()));
        }
    }

    private record Share(String holder, Snapshot content) {
        private static Share read(WireReader in) throws MalformedException {
            return new Share(in.readText(MOST_NAME), Snapshot.of(in.readBytes(MAX_SHARE)));
        }
    }

    public CertifiedState {
        words = List.copyOf(words);
        shares = Collections.unmodifiableSortedMap(new TreeMap<>(shares));
    }

    /** After which the state is. */
    public long slot() {
        return manifest.slot();
    }

    /** What was signed. */
    public Digest digest() {
        return manifest.digest();
    }

    /** How many seats of the view have signed it. */
    public int signed(ViewRecord record, Verifier verifier) {
        byte[] statement = header(record.life()).statement(WireWriter.bytes(out -> {
            out.writeLong(view).writeLong(slot());
            digest().write(out);
        }));
        TreeSet<Integer> seats = new TreeSet<>();
        for (Word each : words) {
            OptionalInt seat = record.seatOf(each.member());
            Optional<StatementKey> key = record.occupant(each.member()).flatMap(Occupant::viewKey);
            boolean good = key.isPresent() && verifier.verify(key.get(), statement, each.signature());
            if (good) seats.add(seat.getAsInt());
        }
        return seats.size();
    }

    private StatementHeader header(GroupLife life) {
        return new StatementHeader.ViewBound(life, view, 0, slot(), StatementTypes.CHECKPOINT);
    }

    /** Whether the shares are the ones whose digest was signed, and none is missing from which a life can begin. */
    public boolean whole() {
        return Manifest.of(slot(), shares).equals(manifest)
                && shares.containsKey(HoldsState.MEMBERSHIP)
                && shares.containsKey(HoldsState.APPLICATION);
    }

    /**
     * The CRL in force in it.
     *
     * @throws MalformedException if the membership's share cannot be read
     */
    public RevocationList revocations() throws MalformedException {
        return RevocationList.read(membership());
    }

    /**
     * Who was pardoned in it.
     *
     * @throws MalformedException if the membership's share cannot be read
     */
    public Pardons pardons() throws MalformedException {
        WireReader in = membership();
        RevocationList.read(in);
        return Pardons.read(in);
    }

    /** The membership writes CRL and pardons at the beginning of its share, after the digest of the view's record. */
    private WireReader membership() throws MalformedException {
        Snapshot membership = shares.get(HoldsState.MEMBERSHIP);
        if (membership == null) throw new MalformedException("no share of the membership");
        WireReader in = new WireReader(membership.content());
        Digest.read(in);
        return in;
    }

    public static CertifiedState read(WireReader in) throws MalformedException {
        long view = in.readCount();
        Manifest manifest = Manifest.read(in);
        List<Word> words = in.readList(ViewRecord.MAX_SEATS, Word::read);
        SortedMap<String, Snapshot> shares = new TreeMap<>();
        for (Share each : in.readList(MOST_SHARES, Share::read)) {
            boolean rises = shares.isEmpty() || shares.lastKey().compareTo(each.holder) < 0;
            if (!rises) throw new MalformedException("shares out of order");
            shares.put(each.holder, each.content);
        }
        return new CertifiedState(view, manifest, words, shares);
    }

    public void write(WireWriter out) {
        out.writeLong(view);
        manifest.write(out);
        out.writeList(words, Word::write);
        out.writeList(
                new ArrayList<>(shares.entrySet()),
                (each, to) ->
                        to.writeText(each.getKey()).writeBytes(each.getValue().content()));
    }
}
