package org.testudo.kernel.command;

import org.testudo.api.Principal;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * An operator's word for an instruction (GM-24). It names the instruction by its bytes, and an instruction is carried out once
 * only: so the word can be replayed, and to no end.
 */
public record Approval(String operator, StatementKey key, Signature signature) {
    /** Who approves. */
    public Bearer bearer() {
        return new Bearer(new Principal(Principal.Kind.OPERATOR, operator), key);
    }

    /** That the operator approved this instruction. */
    public Claim.SignedBy claim(GroupLife life, Instruction instruction) {
        return new Claim.SignedBy(
                bearer().principal(), instruction.header(life, bearer()), instruction.body(), signature);
    }

    public static Approval read(WireReader in) throws MalformedException {
        return new Approval(Origin.readMember(in).name(), StatementKey.read(in), Signature.read(in));
    }

    public void write(WireWriter out) {
        key.write(out.writeText(operator));
        signature.write(out);
    }
}
