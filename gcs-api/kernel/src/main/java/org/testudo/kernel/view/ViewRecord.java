package org.testudo.kernel.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
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
 * @param protocolVersion of statements and wire format
 * @param agreedTime at the end of the slot before the first (AB-27)
 * @param seats by index; empty is vacant (GM-1)
 * @param exclusions in order of exclusion, one per name
 * @param policy digest of the attack policy in force (AD-11)
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
        int protocolVersion,
        Instant agreedTime,
        List<Optional<Occupant>> seats,
        List<Exclusion> exclusions,
        Digest policy,
        String reason) {
    public static final int MAX_SEATS = 100;
    public static final int MAX_EXCLUSIONS = 10_000;
    public static final int MAX_REASON = 1024;

    public ViewRecord {
        seats = List.copyOf(seats);
        exclusions = List.copyOf(exclusions);
    }

    /** Names the record; what its certificate signs. */
    public Digest digest() {
        return Digest.of(this::write);
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
        return occupants().stream().anyMatch(occupant -> occupant.origin().equals(origin));
    }

    /** All who hold a seat, in the order of seats. */
    public List<Occupant> occupants() {
        return seats.stream().flatMap(Optional::stream).toList();
    }

    public boolean excluded(MemberId member) {
        return exclusions.stream().anyMatch(exclusion -> exclusion.member().equals(member));
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
        int version = in.readByte();
        if (version != ProtocolVersion.CURRENT) throw new MalformedException("protocol version " + version);
        Instant agreedTime = in.readInstant();
        List<Optional<Occupant>> seats = in.readList(MAX_SEATS, each -> each.readOptional(Occupant::read));
        if (seats.size() != quorum.seats() || startSeat >= seats.size()) throw new MalformedException("seats");
        List<Exclusion> exclusions = in.readList(MAX_EXCLUSIONS, Exclusion::read);
        return new ViewRecord(
                id,
                life,
                firstSlot,
                startSeat,
                historyChain,
                previous,
                quorum,
                version,
                agreedTime,
                seats,
                exclusions,
                Digest.read(in),
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
        out.writeByte(protocolVersion).writeInstant(agreedTime);
        out.writeList(seats, (seat, to) -> to.writeOptional(seat, Occupant::write));
        out.writeList(exclusions, Exclusion::write);
        policy.write(out);
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
