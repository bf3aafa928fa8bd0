package org.testudo.kernel.command;

import org.testudo.api.Principal;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * An operator's word: for an instruction (GM-24), or for one CRL, without which no more than f members are revoked at once
 * (SICP-11). It names what it is for by its bytes, and that has an effect once only: so it can be replayed, and to no end.
 */
public record Approval(String operator, StatementKey key, Signature signature) {
    /** The header under which an operator approves the CRL of this number. */
    public static StatementHeader header(GroupLife life, Bearer operator, long number) {
        return new StatementHeader.ViewFree(
                life, new Origin(operator.principal(), operator.key(), 0), number, StatementTypes.APPROVAL);
    }

    /** The body that is signed. */
    public static byte[] body(byte[] crl) {
        return Digest.of(crl).toBytes();
    }

    /** Who approves. */
    public Bearer bearer() {
        return new Bearer(new Principal(Principal.Kind.OPERATOR, operator), key);
    }

    /** That the operator approved this CRL. */
    public Claim claim(GroupLife life, long number, byte[] crl) {
        return new Claim.SignedBy(bearer().principal(), header(life, bearer(), number), body(crl), signature);
    }

    /** That the operator approved this instruction. */
    public Claim claim(GroupLife life, Instruction instruction) {
        return new Claim.SignedBy(
                bearer().principal(), instruction.header(life, bearer()), instruction.body(), signature);
    }

    static Approval read(WireReader in) throws MalformedException {
        return new Approval(Origin.readMember(in).name(), StatementKey.read(in), Signature.read(in));
    }

    void write(WireWriter out) {
        key.write(out.writeText(operator));
        signature.write(out);
    }
}
