package org.testudo.kernel.command;

import java.util.List;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Two signed view-bound statements that no correct member makes both: equal header, different body (AD-10). Only types of
 * statement that a correct member makes at most once per header convict; {@link #convicts} asks for that.
 *
 * @param first one statement
 * @param second the other
 */
public record Evidence(Claim.SignedBy first, Claim.SignedBy second) {
    /** The longest body of a statement in evidence: single-valued statements are short by design. */
    public static final int MAX_BODY = 4096;

    /** Whether the statements conflict, given that both signatures are valid. */
    public boolean conflicting() {
        return first.header() instanceof StatementHeader.ViewBound
                && StatementTypes.singleValued(first.header().type())
                && first.signer().equals(second.signer())
                && first.header().equals(second.header())
                && !first.sameStatement(second);
    }

    /** The claims to verify; each under the record of the view that it names (AD-9). */
    public List<Claim> claims() {
        return List.of(first, second);
    }

    public static Evidence read(WireReader in, GroupLife life) throws MalformedException {
        return new Evidence(readStatement(in, life), readStatement(in, life));
    }

    public void write(WireWriter out) {
        writeStatement(first, out);
        writeStatement(second, out);
    }

    private static Claim.SignedBy readStatement(WireReader in, GroupLife life) throws MalformedException {
        var signer = Origin.readPrincipal(in);
        var header = new StatementHeader.ViewBound(life, in.readCount(), in.readCount(), in.readCount(), in.readInt());
        return new Claim.SignedBy(signer, header, in.readBytes(MAX_BODY), Signature.read(in));
    }

    private static void writeStatement(Claim.SignedBy statement, WireWriter out) {
        if (!(statement.header() instanceof StatementHeader.ViewBound header)) {
            throw new IllegalArgumentException("evidence is of view-bound statements");
        }
        Origin.writePrincipal(statement.signer(), out);
        out.writeLong(header.view())
                .writeLong(header.epoch())
                .writeLong(header.slot())
                .writeInt(header.type());
        out.writeBytes(statement.body());
        statement.signature().write(out);
    }
}
