package org.testudo.kernel.command;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Two view-bound statements that no correct member makes both: equal header, different content (AD-10). Only types of
 * statement that a correct member makes at most once per header convict.
 *
 * @param first one statement
 * @param second the other
 */
public record Contradiction(Claim.SignedBy first, Claim.SignedBy second) implements Evidence {
    static final int TAG = 1;

    public Contradiction {
        SignedStatements.bound(first);
        SignedStatements.bound(second);
    }

    static Contradiction read(WireReader in, GroupLife life) throws MalformedException {
        return new Contradiction(SignedStatements.readBound(in, life), SignedStatements.readBound(in, life));
    }

    @Override
    public int since() {
        return 1;
    }

    @Override
    public Claim.SignedBy statement() {
        return first;
    }

    @Override
    public List<Claim> claims() {
        return List.of(first, second);
    }

    /** Whether the statements conflict, given that both signatures are valid. */
    public boolean conflicting() {
        return StatementTypes.singleValued(first.header().type())
                && first.signer().equals(second.signer())
                && first.header().equals(second.header())
                && !Arrays.equals(content(first), content(second));
    }

    /** Signatures nested in a statement are not its content, though it is bound to them (SICP-13). */
    private static byte[] content(Claim.SignedBy statement) {
        boolean nests = StatementTypes.bindsSignatures(statement.header().type());
        byte[] body = statement.body();
        return nests ? Arrays.copyOf(body, Math.min(body.length, Digest.LENGTH)) : body;
    }

    @Override
    public Optional<String> cause(Records records) {
        if (!conflicting()) return Optional.empty();
        StatementHeader.ViewBound header = SignedStatements.bound(first);
        return Optional.of("two different " + StatementTypes.plural(header.type()) + " for view " + header.view()
                + " epoch " + header.epoch() + " slot " + header.slot());
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void writeContent(WireWriter out) {
        SignedStatements.writeBound(first, out);
        SignedStatements.writeBound(second, out);
    }
}
