package org.testudo.kernel.view;

import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * An admitted member that holds no seat yet, in a view record (GM-10, GM-15).
 *
 * @param origin of its requests: name, statement key, incarnation
 * @param certificate fingerprint of its certificate
 * @param ready whether it has replayed the order, so that it takes the next seat that falls vacant
 */
public record Standby(Origin origin, Digest certificate, boolean ready) {
    public Standby withReady(boolean nowReady) {
        return new Standby(origin, certificate, nowReady);
    }

    public static Standby read(WireReader in) throws MalformedException {
        return new Standby(Origin.read(in), Digest.read(in), in.readBoolean());
    }

    public void write(WireWriter out) {
        origin.write(out);
        certificate.write(out);
        out.writeBoolean(ready);
    }
}
