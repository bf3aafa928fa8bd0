package org.testudo.kernel.view;

import java.util.List;
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
        boolean succession = record.id() == before.id() + 1
                && sameLife(before)
                && record.previous().equals(before.digest());
        if (!succession || signatures.size() < least) return List.of();
        byte[] body = body(record.digest());
        StatementHeader header = header(before.life(), before.id());
        List<Claim.SignedBy> claims = new java.util.ArrayList<>();
        int last = -1;
        for (SeatSignature each : signatures) {
            boolean occupied = each.seat() > last
                    && each.seat() < before.seats().size()
                    && before.seats().get(each.seat()).isPresent();
            if (!occupied) return List.of();
            last = each.seat();
            claims.add(new Claim.SignedBy(
                    org.testudo.api.Principal.of(
                            before.seats().get(each.seat()).get().member()),
                    header,
                    body,
                    each.signature()));
        }
        return claims;
    }

    /** View 1 begins the life that view 0 has formed (GM-21); no later view begins another. */
    private boolean sameLife(ViewRecord before) {
        return before.id() == 0
                ? record.life().genesis().equals(before.life().genesis())
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
