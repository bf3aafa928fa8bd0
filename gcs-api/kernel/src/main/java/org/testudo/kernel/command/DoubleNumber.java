package org.testudo.kernel.command;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Two requests by one member, incarnation and number (AD-10). Two joins never convict: of two processes with one credential
 * the later wins, and that is no misbehaviour (GM-23). So a command that may be one must be shown.
 *
 * @param view in which this start of the member sits
 * @param first one request's statement
 * @param second the other's
 * @param firstCommand body of the first if it is a command of at most {@link #MOST_SHOWN} bytes, else empty
 * @param secondCommand of the second
 */
public record DoubleNumber(
        long view, Claim.SignedBy first, Claim.SignedBy second, byte[] firstCommand, byte[] secondCommand)
        implements Evidence {
    static final int TAG = 6;
    /** A join is shorter. */
    static final int MOST_SHOWN = 2048;

    public DoubleNumber {
        SignedStatements.free(first);
        SignedStatements.free(second);
    }

    static DoubleNumber read(WireReader in, GroupLife life) throws MalformedException {
        return new DoubleNumber(
                in.readCount(),
                SignedStatements.readFree(in, life),
                SignedStatements.readFree(in, life),
                in.readBytes(MOST_SHOWN),
                in.readBytes(MOST_SHOWN));
    }

    /** What must be shown of a request's body beside its statement. */
    public static byte[] shown(Claim.SignedBy request, byte[] body) {
        boolean asked = request.header().type() == StatementTypes.CONTROL_REQUEST && body.length <= MOST_SHOWN;
        return asked ? body : new byte[0];
    }

    @Override
    public Claim.SignedBy statement() {
        return first;
    }

    @Override
    public List<Claim> claims() {
        return List.of(first, second);
    }

    @Override
    public Optional<String> cause(Records records) {
        StatementHeader.ViewFree one = SignedStatements.free(first);
        StatementHeader.ViewFree other = SignedStatements.free(second);
        Origin origin = one.origin();
        boolean same = origin.equals(other.origin()) && one.sequence() == other.sequence();
        boolean differ = one.type() != other.type() || !Arrays.equals(first.body(), second.body());
        boolean sits = records.of(view).orElseThrow().seats(origin);
        boolean requests = isRequest(first, firstCommand) && isRequest(second, secondCommand);
        if (!same || !differ || !sits || !requests) return Optional.empty();
        return Optional.of("two requests under number " + one.sequence());
    }

    /** Whether it is one, and none that asks for a seat. */
    private boolean isRequest(Claim.SignedBy statement, byte[] command) {
        if (!StatementTypes.isRequest(statement.header().type()) || !RequestStatement.is(statement.body()))
            return false;
        boolean mayJoin = statement.header().type() == StatementTypes.CONTROL_REQUEST
                && RequestStatement.bodyLength(statement.body()) <= MOST_SHOWN;
        return !mayJoin || RequestStatement.fits(statement.body(), command) && !joins(command);
    }

    private boolean joins(byte[] command) {
        try {
            return Command.decode(command, life()) instanceof Command.Join;
        } catch (MalformedException e) {
            return false;
        }
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void writeContent(WireWriter out) {
        out.writeLong(view);
        SignedStatements.writeFree(first, out);
        SignedStatements.writeFree(second, out);
        out.writeBytes(firstCommand).writeBytes(secondCommand);
    }
}
