package org.testudo.kernel.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * A member's request with a command whose evidence is false (AD-10): it shows a signature that is not one, or it proves
 * nothing. Of evidence that itself is about a false charge nothing follows, so that no judge has to follow a chain of them.
 *
 * @param view in which the accuser sits
 * @param request the accuser's statement
 * @param command body of that request
 * @param refuted which claim of the evidence in it does not hold; -1 if it proves nothing though all hold
 */
public record FalseCharge(long view, Claim.SignedBy request, byte[] command, int refuted) implements Evidence {
    static final int TAG = 7;
    /** The longest command that is judged. */
    public static final int MAX_COMMAND = 256 << 10;

    public FalseCharge {
        SignedStatements.free(request);
    }

    static FalseCharge read(WireReader in, GroupLife life) throws MalformedException {
        return new FalseCharge(
                in.readCount(), SignedStatements.readFree(in, life), in.readBytes(MAX_COMMAND), in.readShort() - 1);
    }

    @Override
    public Claim.SignedBy statement() {
        return request;
    }

    @Override
    public List<Long> views() {
        List<Long> views = new ArrayList<>(List.of(view));
        charge().ifPresent(evidence -> views.addAll(evidence.views()));
        return views;
    }

    @Override
    public List<Claim> claims() {
        List<Claim> claims = new ArrayList<>(List.of(request));
        named().ifPresent(claim -> claims.add(new Claim.Refuted(claim)));
        return claims;
    }

    /** The evidence that the request brings, if it is to be judged. */
    private Optional<Evidence> charge() {
        if (request.header().type() != StatementTypes.CONTROL_REQUEST) return Optional.empty();
        if (!RequestStatement.fits(request.body(), command)) return Optional.empty();
        try {
            return Command.decode(command, life()) instanceof Command.Convict convict
                            && !(convict.evidence() instanceof FalseCharge)
                    ? Optional.of(convict.evidence())
                    : Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private Optional<Claim> named() {
        return charge().map(Evidence::claims)
                .filter(claims -> refuted >= 0 && refuted < claims.size())
                .map(claims -> claims.get(refuted));
    }

    @Override
    public Optional<String> cause(Records records) {
        StatementHeader.ViewFree header = SignedStatements.free(request);
        Optional<Evidence> charge = charge();
        boolean sits = records.of(view).orElseThrow().seats(header.origin());
        if (charge.isEmpty() || !sits) return Optional.empty();
        boolean isFalse = named().isPresent() || charge.get().judge(records, since()) == Verdict.FALSE;
        return isFalse ? Optional.of("brought false evidence in request " + header.sequence()) : Optional.empty();
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void writeContent(WireWriter out) {
        out.writeLong(view);
        SignedStatements.writeFree(request, out);
        out.writeBytes(command).writeShort(refuted + 1);
    }
}
