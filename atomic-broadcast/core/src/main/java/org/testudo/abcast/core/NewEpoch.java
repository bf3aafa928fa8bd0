package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.testudo.kernel.command.NewEpochContent;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * NEW-EPOCH: the leader of this epoch shows the epoch changes on which it begins. What must be proposed again follows from
 * them; everyone computes it (AB-28).
 *
 * @param changes of Q members, all of this epoch
 */
public record NewEpoch(long view, long epoch, List<Signed<EpochChange>> changes) implements AbcastMessage {
    static final int TAG = 9;

    public NewEpoch {
        changes = List.copyOf(changes);
    }

    static NewEpoch read(WireReader in, Lives lives) throws MalformedException {
        return new NewEpoch(
                in.readCount(),
                in.readCount(),
                in.readList(
                        ViewRecord.MAX_SEATS,
                        each -> Nested.read(each, lives, change -> EpochChange.read(change, lives))));
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        out.writeLong(view).writeLong(epoch);
        out.writeList(changes, Nested::write);
    }

    @Override
    public Optional<StatementHeader> header(Lives lives) {
        return Nested.viewBound(lives, view, epoch, 0, StatementTypes.NEW_EPOCH);
    }

    /** Digests, so that two for one epoch are short enough for evidence. */
    @Override
    public byte[] statementBody() {
        return content().body();
    }

    /** What it says, as evidence shows it. */
    NewEpochContent content() {
        return new NewEpochContent(
                view,
                epoch,
                changes.stream()
                        .map(each -> new NewEpochContent.Change(
                                each.sender(), each.message().statementBody(), each.signature()))
                        .toList());
    }

    @Override
    public List<Claim> claims() {
        Set<Claim> claims = new LinkedHashSet<>();
        for (Signed<EpochChange> each : changes) {
            claims.add(Nested.claim(each));
            claims.addAll(each.message().claims());
        }
        return new ArrayList<>(claims);
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        Nested.handOver(as, this, receiver::onNewEpoch);
    }
}
