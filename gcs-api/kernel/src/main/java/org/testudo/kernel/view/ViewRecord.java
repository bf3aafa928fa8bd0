package org.testudo.kernel.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.api.View;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.ProtocolVersion;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * A view with all that its members sign when they certify it (GM-10).
 *
 * @param id of the view, from 0
 * @param life the group and its life
 * @param firstSlot the first slot that belongs to it
 * @param startSeat the seat with which the rotation of leaders begins (AB-17)
 * @param historyChain digest of all that was delivered before the first slot (AB-23)
 * @param previous digest of the record before; {@link Digest#ZERO} for view 0
 * @param quorum n, f and fault model
 * @param versions of statements and wire format, and of the rules by which evidence is judged
 * @param agreedTime at the end of the slot before the first (AB-27)
 * @param seats by index; empty is vacant (GM-1)
 * @param standbys admitted members without a seat, in the order of their admission (GM-15)
 * @param exclusions in order of exclusion, one per name
 * @param charter digests of roster, policy and operators
 * @param reason why this view was formed, for people; at most {@link #MAX_REASON} bytes
 */
public record ViewRecord(
        long id,
        GroupLife life,
        long firstSlot,
        int startSeat,
        Digest historyChain,
        Digest previous,
        Quorum quorum,
        ProtocolVersion versions,
        Instant agreedTime,
        List<Optional<Occupant>> seats,
        List<Standby> standbys,
        List<Exclusion> exclusions,
        Charter charter,
        String reason) {
    public static final int MAX_SEATS = 100;
    public static final int MAX_STANDBYS = 100;
    public static final int MAX_EXCLUSIONS = 10_000;
    public static final int MAX_REASON = 1024;

    public ViewRecord {
        seats = List.copyOf(seats);
        standbys = List.copyOf(standbys);
        exclusions = List.copyOf(exclusions);
    }

    /** Names the record; what its certificate signs. */
    public Digest digest() {
        return Digest.of(this::write);
    }

    /** How many seats of this view must sign the record of the view after it, for anyone to believe it (GM-12, GM-21). */
    public int certifying() {
        return life.forming() ? quorum.founding() : quorum.intersecting();
    }

    /** The seat that a member holds, active or not. */
    public OptionalInt seatOf(MemberId member) {
        for (int i = 0; i < seats.size(); i++) {
            if (seats.get(i).isPresent() && seats.get(i).get().member().equals(member)) return OptionalInt.of(i);
        }
        return OptionalInt.empty();
    }

    /** The occupant of that name, if it holds a seat. */
    public Optional<Occupant> occupant(MemberId member) {
        OptionalInt seat = seatOf(member);
        return seat.isPresent() ? seats.get(seat.getAsInt()) : Optional.empty();
    }

    /** Whether this origin is a member that holds a seat with this key and incarnation. */
    public boolean seats(Origin origin) {
        for (Optional<Occupant> seat : seats) {
            if (seat.isPresent() && seat.get().origin().equals(origin)) return true;
        }
        return false;
    }

    /** All who hold a seat, in the order of seats. */
    public List<Occupant> occupants() {
        List<Occupant> occupants = new ArrayList<>(seats.size());
        for (Optional<Occupant> seat : seats) seat.ifPresent(occupants::add);
        return Collections.unmodifiableList(occupants);
    }

    /** The standby of that name, if it is one. */
    public Optional<Standby> standby(MemberId member) {
        Principal principal = Principal.of(member);
        return standbys.stream()
                .filter(standby -> standby.origin().principal().equals(principal))
                .findFirst();
    }

    public boolean excluded(MemberId member) {
        for (Exclusion each : exclusions) if (each.member().equals(member)) return true;
        return false;
    }

    /** What the application is shown. */
    public View view() {
        List<MemberId> active = new ArrayList<>();
        List<MemberId> inactive = new ArrayList<>();
        for (Occupant occupant : occupants()) (occupant.active() ? active : inactive).add(occupant.member());
        List<MemberId> out = exclusions.stream().map(Exclusion::member).toList();
        return new View(id, firstSlot, active, inactive, out, quorum.seats(), quorum.maxFaulty(), reason);
    }

    public static ViewRecord read(WireReader in) throws MalformedException {
        long id = in.readCount();
        GroupLife life = new GroupLife(Digest.read(in), Digest.read(in));
        long firstSlot = in.readCount();
        int startSeat = in.readShort();
        Digest historyChain = Digest.read(in);
        Digest previous = Digest.read(in);
        Quorum quorum = readQuorum(in);
        ProtocolVersion versions = ProtocolVersion.read(in);
        Instant agreedTime = in.readInstant();
        List<Optional<Occupant>> seats = in.readList(MAX_SEATS, each -> each.readOptional(Occupant::read));
        if (seats.size() != quorum.seats() || startSeat >= seats.size()) throw new MalformedException("seats");
        List<Standby> standbys = in.readList(MAX_STANDBYS, Standby::read);
        List<Exclusion> exclusions = in.readList(MAX_EXCLUSIONS, Exclusion::read);
        return new ViewRecord(
                id,
                life,
                firstSlot,
                startSeat,
                historyChain,
                previous,
                quorum,
                versions,
                agreedTime,
                seats,
                standbys,
                exclusions,
                Charter.read(in),
                in.readText(MAX_REASON));
    }

    public void write(WireWriter out) {
        out.writeLong(id);
        life.genesis().write(out);
        life.life().write(out);
        out.writeLong(firstSlot).writeShort(startSeat);
        historyChain.write(out);
        previous.write(out);
        out.writeShort(quorum.seats()).writeShort(quorum.maxFaulty()).writeEnum(quorum.model());
        versions.write(out);
        out.writeInstant(agreedTime);
        out.writeList(seats, (seat, to) -> to.writeOptional(seat, Occupant::write));
        out.writeList(standbys, Standby::write).writeList(exclusions, Exclusion::write);
        charter.write(out);
        out.writeText(reason);
    }

    private static Quorum readQuorum(WireReader in) throws MalformedException {
        int n = in.readShort();
        int f = in.readShort();
        FaultModel model = in.readEnum(FaultModel.values());
        try {
            return new Quorum(n, f, model);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage());
        }
    }
}
