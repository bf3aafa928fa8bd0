package org.testudo.kernel.view;

import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Who holds a seat, with the keys that count for it in this view (GM-10).
 *
 * @param incarnation the start of the member that was seated (GM-23)
 * @param certificate fingerprint of its certificate
 * @param statementKey signs its view-free statements
 * @param viewKey signs its view-bound statements of this view; empty: it cannot vote (GM-11)
 * @param sensors who may accuse it
 * @param active whether it is in the rotation and in the JGroups view (GM-17)
 */
public record Occupant(
        MemberId member,
        long incarnation,
        Digest certificate,
        StatementKey statementKey,
        Optional<StatementKey> viewKey,
        List<SensorKey> sensors,
        boolean active) {
    /** The most sensors that may watch one seat. */
    public static final int MAX_SENSORS = 16;

    public Occupant {
        sensors = List.copyOf(sensors);
    }

    /** The origin of the occupant's requests. */
    public Origin origin() {
        return Origin.of(member, statementKey, incarnation);
    }

    public Occupant withViewKey(Optional<StatementKey> key) {
        return new Occupant(member, incarnation, certificate, statementKey, key, sensors, active);
    }

    public Occupant withActive(boolean nowActive) {
        return new Occupant(member, incarnation, certificate, statementKey, viewKey, sensors, nowActive);
    }

    public Occupant withSensors(List<SensorKey> watching) {
        return new Occupant(member, incarnation, certificate, statementKey, viewKey, watching, active);
    }

    public static Occupant read(WireReader in) throws MalformedException {
        return new Occupant(
                Origin.readMember(in),
                in.readCount(),
                Digest.read(in),
                StatementKey.read(in),
                in.readOptional(StatementKey::read),
                in.readList(MAX_SENSORS, SensorKey::read),
                in.readBoolean());
    }

    public void write(WireWriter out) {
        out.writeText(member.name()).writeLong(incarnation);
        certificate.write(out);
        statementKey.write(out);
        out.writeOptional(viewKey, StatementKey::write)
                .writeList(sensors, SensorKey::write)
                .writeBoolean(active);
    }
}
