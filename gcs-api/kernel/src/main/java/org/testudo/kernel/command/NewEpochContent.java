package org.testudo.kernel.command;

import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What a new leader's choice says: whose epoch changes it rests on. Signed as two digests, as an {@link EpochChangeContent}.
 *
 * @param changes in the order in which it shows them
 */
public record NewEpochContent(long view, long epoch, List<Change> changes) {
    /**
     * One of them.
     *
     * @param body that its sender signed
     * @param signature its sender's
     */
    public record Change(MemberId sender, byte[] body, Signature signature) {
        /** That the sender signed it, into this epoch. */
        Claim.SignedBy claim(GroupLife life, long view, long epoch) {
            var header = new StatementHeader.ViewBound(life, view, epoch, 0, StatementTypes.EPOCH_CHANGE);
            return new Claim.SignedBy(Principal.of(sender), header, body, signature);
        }

        private void writeContent(WireWriter out) {
            out.writeText(sender.name()).writeBytes(body);
        }
    }

    public NewEpochContent {
        changes = List.copyOf(changes);
    }

    /** The signed body. */
    public byte[] body() {
        return WireWriter.bytes(out -> {
            Digest.of(to -> {
                        to.writeLong(view).writeLong(epoch);
                        to.writeList(changes, Change::writeContent);
                    })
                    .write(out);
            Digest.of(to -> to.writeList(changes, (each, list) -> each.signature.write(list)))
                    .write(out);
        });
    }

    void write(WireWriter out) {
        out.writeLong(view).writeLong(epoch);
        out.writeList(changes, (each, to) -> {
            each.writeContent(to);
            each.signature.write(to);
        });
    }

    static NewEpochContent read(WireReader in) throws MalformedException {
        return new NewEpochContent(
                in.readCount(),
                in.readCount(),
                in.readList(
                        ViewRecord.MAX_SEATS,
                        each -> new Change(
                                Origin.readMember(each), each.readBytes(Evidence.MAX_BODY), Signature.read(each))));
    }
}
