package org.testudo.kernel.view;

import org.testudo.api.MemberId;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * A sensor's authority: with this key it may accuse the occupant of one seat, no other (AD-5, AD-12).
 *
 * @param id the sensor's name, under the rules of {@link MemberId}
 */
public record SensorKey(String id, StatementKey key) {
    public static SensorKey read(WireReader in) throws MalformedException {
        String id = in.readText(64);
        if (!MemberId.isValidName(id)) throw new MalformedException("not a sensor's name");
        return new SensorKey(id, StatementKey.read(in));
    }

    public void write(WireWriter out) {
        out.writeText(id);
        key.write(out);
    }
}
