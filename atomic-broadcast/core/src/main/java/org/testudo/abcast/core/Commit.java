package org.testudo.abcast.core;

import java.util.List;
import java.util.Optional;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * COMMIT: a member holds a certificate that Q prepared this header, or, in the model {@code crash}, has accepted it; Q of these
 * decide the slot (AB-2, AB-3, AB-16).
 *
 * @param incarnation of the voter; 0 but in view 0 (GM-21)
 */
public record Commit(Signed<Header> proposal, long incarnation) implements AbcastMessage {
    static final int TAG = 6;

    /** In a later view than 0. */
    public Commit(Signed<Header> proposal) {
        this(proposal, 0);
    }

    static Commit read(WireReader in, Lives lives) throws MalformedException {
        Signed<Header> proposal = Nested.read(in, lives, Header::read);
        return new Commit(proposal, Starts.read(proposal.message().view(), in));
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        Nested.write(proposal, out);
        Starts.write(proposal.message().view(), incarnation, out);
    }

    @Override
    public Optional<StatementHeader> header(Lives lives) {
        return statement(lives, proposal.message());
    }

    /** The header under which this vote for a proposal is signed. */
    static Optional<StatementHeader> statement(Lives lives, Header it) {
        return Nested.viewBound(lives, it.view(), it.epoch(), it.slot(), StatementTypes.COMMIT);
    }

    /** The proposal's content alone, so that votes for one header are equal statements, and short enough for evidence. */
    @Override
    public byte[] statementBody() {
        return Starts.vote(proposal.message(), incarnation);
    }

    @Override
    public List<Claim> claims() {
        return List.of(Nested.claim(proposal));
    }

    @Override
    public Optional<Header> about() {
        return Optional.of(proposal.message());
    }

    @Override
    public Lane lane() {
        return Lane.VOTES;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        Nested.handOver(as, this, receiver::onCommit);
    }
}
