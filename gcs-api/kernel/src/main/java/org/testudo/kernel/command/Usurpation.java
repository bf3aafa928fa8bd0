package org.testudo.kernel.command;

import java.util.List;
import java.util.Optional;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Rotation;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What only the leader of an epoch says, said by a seat that does not lead it (AD-10). Who leads is a function of the view
 * record and the epoch (AB-17).
 *
 * @param statement a proposal header, or a choice of a new leader
 */
public record Usurpation(Claim.SignedBy statement) implements Evidence {
    static final int TAG = 2;

    public Usurpation {
        SignedStatements.bound(statement);
    }

    static Usurpation read(WireReader in, GroupLife life) throws MalformedException {
        return new Usurpation(SignedStatements.readBound(in, life));
    }

    @Override
    public List<Claim> claims() {
        return List.of(statement);
    }

    @Override
    public Optional<String> cause(Records records) {
        StatementHeader.ViewBound header = SignedStatements.bound(statement);
        ViewRecord record = records.of(header.view()).orElseThrow();
        boolean leadersOnly = header.type() == StatementTypes.HEADER || header.type() == StatementTypes.NEW_EPOCH;
        if (!leadersOnly || leads(record, header.epoch(), accused())) return Optional.empty();
        return Optional.of("spoke as the leader of view " + header.view() + " epoch " + header.epoch()
                + ", which it does not lead");
    }

    static boolean leads(ViewRecord record, long epoch, Principal member) {
        Occupant leader = record.seats().get(Rotation.leader(record, epoch)).orElseThrow();
        return Principal.of(leader.member()).equals(member);
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void writeContent(WireWriter out) {
        SignedStatements.writeBound(statement, out);
    }
}
