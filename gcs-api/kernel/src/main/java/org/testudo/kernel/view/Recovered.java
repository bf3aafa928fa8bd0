package org.testudo.kernel.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.api.Principal;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What of an ended life goes on in the one that operators have begun from it (GM-22): who is out stays out, what is revoked stays
 * revoked, time does not fall, and the application begins with its state. Sessions of clients, numbers of requests,
 * suspicions and instructions were of that life, and end with it.
 *
 * @param last record of the last view that is known to be certified
 * @param revocations in force in the state
 * @param pardons in force in the state, and after it as far as its views tell
 * @param application its state; empty where nothing is executed
 */
public record Recovered(
        Recovery statement,
        ViewRecord last,
        RevocationList revocations,
        Pardons pardons,
        Optional<Snapshot> application) {
    /** The same without the application's state, for who executes nothing. */
    public Recovered withoutState() {
        return new Recovered(statement, last, revocations, pardons, Optional.empty());
    }

    /** Who of these is out from the beginning: excluded in the life that ended, or revoked in it and not excluded yet. */
    List<Exclusion> out(List<Genesis.Founder> roster) {
        List<Exclusion> out = new ArrayList<>(last.exclusions());
        for (Genesis.Founder each : roster) {
            Bearer bearer = new Bearer(Principal.of(each.member()), each.statementKey());
            if (last.excluded(each.member()) || !revocations.revokes(bearer)) continue;
            String cause = "certificate revoked by the group's CA, CRL " + revocations.number();
            out.add(new Exclusion(each.member(), 0, cause));
        }
        return out;
    }

    static Recovered read(WireReader in) throws MalformedException {
        return new Recovered(
                Recovery.read(in), ViewRecord.read(in), RevocationList.read(in), Pardons.read(in), Optional.empty());
    }

    void write(WireWriter out) {
        statement.write(out);
        last.write(out);
        revocations.write(out);
        pardons.write(out);
    }
}
