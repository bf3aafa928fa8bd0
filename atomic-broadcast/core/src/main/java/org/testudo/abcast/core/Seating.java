package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.Rotation;
import org.testudo.kernel.view.SensorKey;
import org.testudo.kernel.view.ViewRecord;

/** What the ordering asks of a view record, prepared for being asked often. Immutable. */
final class Seating {
    /** No such seat. */
    static final int NONE = -1;

    private final ViewRecord record;
    private final Map<MemberId, Integer> seats = new LinkedHashMap<>();
    private final Map<Principal, Origin> origins = new LinkedHashMap<>();
    private final Map<Principal, StatementKey> sensors = new LinkedHashMap<>();
    private final List<MemberId> leaders = new ArrayList<>();

    Seating(ViewRecord record) {
        this.record = record;
        for (int seat = 0; seat < record.seats().size(); seat++) {
            Optional<Occupant> occupant = record.seats().get(seat);
            if (occupant.isPresent()) enter(occupant.get(), seat);
        }
        long active = record.occupants().stream().filter(Occupant::active).count();
        for (long epoch = 0; epoch < active + seats.size(); epoch++) {
            leaders.add(member(Rotation.leader(record, epoch)));
        }
    }

    private void enter(Occupant occupant, int seat) {
        seats.put(occupant.member(), seat);
        origins.put(occupant.origin().principal(), occupant.origin());
        for (SensorKey sensor : occupant.sensors()) {
            sensors.put(new Principal(Principal.Kind.SENSOR, sensor.id()), sensor.key());
        }
    }

    ViewRecord record() {
        return record;
    }

    long view() {
        return record.id();
    }

    Quorum quorum() {
        return record.quorum();
    }

    /** The last slot of the view before. */
    long before() {
        return record.firstSlot() - 1;
    }

    int seat(MemberId member) {
        return seats.getOrDefault(member, NONE);
    }

    boolean seated(MemberId member) {
        return seats.containsKey(member);
    }

    /** The incarnation that sits under this name; -1 if none does. */
    long startOf(MemberId member) {
        int seat = seat(member);
        return seat == NONE ? -1 : record.seats().get(seat).orElseThrow().incarnation();
    }

    /** Who holds a seat. */
    List<MemberId> members() {
        return List.copyOf(seats.keySet());
    }

    MemberId leader(long epoch) {
        return leaders.get((int) (epoch % leaders.size()));
    }

    /** Whether this origin is an occupant with its present key and incarnation. */
    boolean seats(Origin origin) {
        return origin.equals(origins.get(origin.principal()));
    }

    /** Whether this origin is a founder, whichever start of it: in view 0, which names none (GM-21). */
    boolean founder(Origin origin) {
        return origin.principal().kind() == Principal.Kind.MEMBER
                && record.occupant(origin.principal().member())
                        .filter(seat -> seat.statementKey().equals(origin.key()))
                        .isPresent();
    }

    /** Whether this origin is a sensor that watches a seat. */
    boolean watches(Origin origin) {
        return origin.key().equals(sensors.get(origin.principal()));
    }

    private MemberId member(int seat) {
        return record.seats().get(seat).orElseThrow().member();
    }
}
