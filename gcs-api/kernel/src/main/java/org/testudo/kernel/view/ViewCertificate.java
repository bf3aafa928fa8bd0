package org.testudo.kernel.view;

import java.util.List;
import java.util.Optional;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Signatures by seats of view v over the record of view v+1 (GM-12). Q of them certify it to anyone; f+1 prove it to a
 * straggler of v.
 *
 * @param record the record of view v+1
 * @param signatures by distinct seats of v, in the order of seats
 */
public record ViewCertificate(ViewRecord record, List<SeatSignature> signatures) {
    /** Statement type of a signature on a view record. */
    public static final int STATEMENT_TYPE = 0x7e00;

    /** The signature by the key that a seat of the view before holds in that view. */
    public record SeatSignature(int seat, Signature signature) {}

    public ViewCertificate {
        signatures = List.copyOf(signatures);
    }

    /** The header under which a seat of {@code view} signs the record of the view after it, with its key of {@code view}. */
    public static StatementHeader header(GroupLife life, long view) {
        return new StatementHeader.ViewBound(life, view, 0, 0, STATEMENT_TYPE);
    }

    /** The body that is signed: the digest of the next record. */
    public static byte[] body(Digest record) {
        return record.toBytes();
    }

    /**
     * The claims to verify, under the record of the view before; empty if the certificate cannot be one: wrong succession,
     * too few signatures, a seat twice or vacant.
     */
    public List<Claim.SignedBy> claims(ViewRecord before, int least) {
        if (signatures.size() < least || flaw(before).isPresent()) return List.of();
        byte[] body = body(record.digest());
        StatementHeader header = header(before.life(), before.id());
        return signatures.stream()
                .map(each -> new Claim.SignedBy(
                        Principal.of(
                                before.seats().get(each.seat()).orElseThrow().member()),
                        header,
                        body,
                        each.signature()))
                .toList();
    }

    /** Why this cannot be what follows that view, however well it is signed; for people. Empty if it can. */
    public Optional<String> flaw(ViewRecord before) {
        GroupLife life = record.life();
        if (!life.genesis().equals(before.life().genesis())) {
            return Optional.of("it is of another genesis, " + life.genesis());
        }
        if (record.id() != before.id() + 1) {
            return Optional.of(
                    "it is the record of view " + record.id() + ", which does not follow view " + before.id());
        }
        if (!sameLife(before)) return Optional.of("it is of another life of the group, " + life.life());
        if (!record.previous().equals(before.digest())) {
            return Optional.of("it follows another record of view " + before.id() + " than the one that was verified");
        }
        return flawOfSeats(before);
    }

    private Optional<String> flawOfSeats(ViewRecord before) {
        int last = -1;
        for (SeatSignature each : signatures) {
            if (each.seat() <= last) return Optional.of("its signatures are not by distinct seats in their order");
            last = each.seat();
            boolean occupied =
                    last < before.seats().size() && before.seats().get(last).isPresent();
            if (!occupied) return Optional.of("nobody holds seat " + last + " of view " + before.id());
        }
        return Optional.empty();
    }

    /** View 1 begins the life that view 0 has formed (GM-21); no later view begins another. */
    private boolean sameLife(ViewRecord before) {
        return before.life().forming()
                ? !record.life().forming()
                : record.life().equals(before.life());
    }

    public static ViewCertificate read(WireReader in) throws MalformedException {
        return new ViewCertificate(
                ViewRecord.read(in),
                in.readList(ViewRecord.MAX_SEATS, each -> new SeatSignature(each.readShort(), Signature.read(each))));
    }

    public void write(WireWriter out) {
        record.write(out);
        out.writeList(signatures, (each, to) -> {
            to.writeShort(each.seat());
            each.signature().write(to);
        });
    }
}
