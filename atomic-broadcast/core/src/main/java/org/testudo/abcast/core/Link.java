package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * LINK: the record of a view with signatures by seats of the view before it, so that one who cannot be told any more how that
 * view came about believes it (AB-23, GM-5).
 *
 * @param header under which the view before signs
 */
public record Link(ViewRecord record, StatementHeader header, List<By> signatures) implements AbcastMessage {
    static final int TAG = 32;

    /** A seat's occupant in the view before. */
    public record By(MemberId member, Signature signature) {}

    public Link {
        signatures = List.copyOf(signatures);
    }

    static Link read(WireReader in, Lives lives) throws MalformedException {
        ViewRecord record = ViewRecord.read(in);
        if (record.id() == 0) throw new MalformedException("nothing is before view 0");
        List<By> by = in.readList(ViewRecord.MAX_SEATS, each -> new By(Origin.readMember(each), Signature.read(each)));
        GroupLife life = record.id() == 1 ? lives.forming() : record.life(); // view 1 begins the life (GM-21)
        return new Link(record, ViewCertificate.header(life, record.id() - 1), by);
    }

    /** The link that shows a certificate to one who knows the view before. */
    static Link of(ViewCertificate certificate, ViewRecord before) {
        List<By> by = new ArrayList<>();
        for (ViewCertificate.SeatSignature each : certificate.signatures()) {
            by.add(new By(before.seats().get(each.seat()).orElseThrow().member(), each.signature()));
        }
        return new Link(certificate.record(), ViewCertificate.header(before.life(), before.id()), by);
    }

    /** The certificate that this is under the record of the view before; empty if it has fewer signatures than are needed. */
    Optional<ViewCertificate> under(ViewRecord before, int needed) {
        List<ViewCertificate.SeatSignature> seats = new ArrayList<>();
        for (int seat = 0; seat < before.seats().size(); seat++) {
            Optional<MemberId> member = before.seats().get(seat).map(it -> it.member());
            for (By each : signatures) {
                boolean first = seats.isEmpty() || seats.get(seats.size() - 1).seat() < seat;
                if (first && member.filter(each.member::equals).isPresent())
                    seats.add(new ViewCertificate.SeatSignature(seat, each.signature));
            }
        }
        ViewCertificate certificate = new ViewCertificate(record, seats);
        boolean proves = header.equals(ViewCertificate.header(before.life(), before.id()))
                && !certificate.claims(before, needed).isEmpty();
        return proves ? Optional.of(certificate) : Optional.empty();
    }

    int size() {
        return 1024 + signatures.size() * 150;
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        record.write(out);
        out.writeList(signatures, (each, to) -> {
            to.writeText(each.member.name());
            each.signature.write(to);
        });
    }

    @Override
    public List<Claim> claims() {
        byte[] body = ViewCertificate.body(record.digest());
        return signatures.stream()
                .map(each -> (Claim) new Claim.SignedBy(Principal.of(each.member), header, body, each.signature))
                .toList();
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        receiver.onLink(as.sender(), this);
    }
}
