package org.testudo.kernel.command;

import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** How signed statements stand in evidence; their life is that of the evidence. */
final class SignedStatements {
    private SignedStatements() {}

    static Claim.SignedBy readBound(WireReader in, GroupLife life) throws MalformedException {
        var signer = Origin.readPrincipal(in);
        var header = new StatementHeader.ViewBound(life, in.readCount(), in.readCount(), in.readCount(), in.readInt());
        return new Claim.SignedBy(signer, header, in.readBytes(Evidence.MAX_BODY), Signature.read(in));
    }

    static void writeBound(Claim.SignedBy statement, WireWriter out) {
        StatementHeader.ViewBound header = bound(statement);
        Origin.writePrincipal(statement.signer(), out);
        out.writeLong(header.view())
                .writeLong(header.epoch())
                .writeLong(header.slot())
                .writeInt(header.type());
        out.writeBytes(statement.body());
        statement.signature().write(out);
    }

    static Claim.SignedBy readFree(WireReader in, GroupLife life) throws MalformedException {
        Origin origin = Origin.read(in);
        var header = new StatementHeader.ViewFree(life, origin, in.readCount(), in.readInt());
        return new Claim.SignedBy(origin.principal(), header, in.readBytes(Evidence.MAX_BODY), Signature.read(in));
    }

    static void writeFree(Claim.SignedBy statement, WireWriter out) {
        StatementHeader.ViewFree header = free(statement);
        header.origin().write(out);
        out.writeLong(header.sequence()).writeInt(header.type()).writeBytes(statement.body());
        statement.signature().write(out);
    }

    /** @throws IllegalArgumentException if it is free of views */
    static StatementHeader.ViewBound bound(Claim.SignedBy statement) {
        if (statement.header() instanceof StatementHeader.ViewBound header) return header;
        throw new IllegalArgumentException("a view-bound statement belongs here");
    }

    /** @throws IllegalArgumentException if it is bound to a view */
    static StatementHeader.ViewFree free(Claim.SignedBy statement) {
        if (statement.header() instanceof StatementHeader.ViewFree header) return header;
        throw new IllegalArgumentException("a view-free statement belongs here");
    }
}
