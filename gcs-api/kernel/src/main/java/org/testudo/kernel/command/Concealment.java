package org.testudo.kernel.command;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.testudo.api.FaultModel;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * An epoch change that hides a slot for which its signer had signed COMMIT in an earlier epoch of that view (AD-10). Who
 * commits holds a prepared certificate of that epoch, and an epoch change shows for each slot the certificate of the highest
 * epoch that its sender holds, or a decision.
 *
 * <p>It shows them above its highest certified slot less the window (AB-28). The window is not in the view record, so a slot
 * below the lowest one shown is not held against anyone; the lowest one shown is above that bound, or the epoch change counts
 * nowhere.
 *
 * @param change the epoch change
 * @param content what it says
 * @param commit the earlier vote
 */
public record Concealment(Claim.SignedBy change, EpochChangeContent content, Claim.SignedBy commit)
        implements Evidence {
    static final int TAG = 3;

    public Concealment {
        SignedStatements.bound(change);
        SignedStatements.bound(commit);
    }

    static Concealment read(WireReader in, GroupLife life) throws MalformedException {
        return new Concealment(
                SignedStatements.readBound(in, life),
                EpochChangeContent.read(in),
                SignedStatements.readBound(in, life));
    }

    @Override
    public Claim.SignedBy statement() {
        return change;
    }

    /** Without PREPARE there are no certificates to show (AB-3). */
    @Override
    public boolean concerns(FaultModel model) {
        return model == FaultModel.BYZANTINE;
    }

    @Override
    public List<Claim> claims() {
        return List.of(change, commit);
    }

    @Override
    public Optional<String> cause(Records records) {
        StatementHeader.ViewBound left = SignedStatements.bound(change);
        StatementHeader.ViewBound voted = SignedStatements.bound(commit);
        boolean related = left.type() == StatementTypes.EPOCH_CHANGE
                && voted.type() == StatementTypes.COMMIT
                && change.signer().equals(commit.signer())
                && left.view() == voted.view()
                && voted.epoch() < left.epoch()
                && Arrays.equals(change.body(), content.body());
        if (!related || !hides(voted.epoch(), voted.slot())) return Optional.empty();
        return Optional.of("an epoch change into epoch " + left.epoch() + " of view " + left.view() + " hides slot "
                + voted.slot() + ", for which it had signed COMMIT in epoch " + voted.epoch());
    }

    private boolean hides(long epoch, long slot) {
        if (slot <= content.stable()) return false;
        List<EpochChangeContent.Lock> locks = content.locks();
        if (!locks.isEmpty() && slot < locks.get(0).slot()) return false;
        return locks.stream().noneMatch(each -> each.slot() == slot && (each.decided() || each.epoch() >= epoch));
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void writeContent(WireWriter out) {
        SignedStatements.writeBound(change, out);
        content.write(out);
        SignedStatements.writeBound(commit, out);
    }
}
