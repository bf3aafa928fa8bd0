package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.List;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Votes of one view for one state after one slot. Whether they are enough, and by whom they may be, only
 * {@link Certificates} judges.
 *
 * @param votes at least one; of equal content
 */
public record CheckpointCertificate(List<Signed<Checkpoint>> votes) {
    public CheckpointCertificate {
        votes = List.copyOf(votes);
    }

    static CheckpointCertificate read(WireReader in, Lives lives) throws MalformedException {
        List<Signed<Checkpoint>> votes =
                in.readList(ViewRecord.MAX_SEATS, each -> Nested.read(each, lives, Checkpoint::read));
        if (votes.isEmpty()) throw new MalformedException("no votes");
        for (Signed<Checkpoint> each : votes) {
            if (!each.message().equals(votes.get(0).message())) throw new MalformedException("votes differ");
        }
        return new CheckpointCertificate(votes);
    }

    void write(WireWriter out) {
        out.writeList(votes, Nested::write);
    }

    /** What is said. */
    public Checkpoint content() {
        return votes.get(0).message();
    }

    long slot() {
        return content().slot();
    }

    long view() {
        return content().view();
    }

    List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        votes.forEach(each -> claims.add(Nested.claim(each)));
        return claims;
    }

    /** About as many bytes as it takes on the wire. */
    int size() {
        return votes.size() * 250;
    }
}
