package org.testudo.kernel.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * A new leader's choice that does not rest on epoch changes into its epoch by Q seats: the certificate by which an epoch
 * begins, and it fails (AD-10).
 *
 * @param choice the leader's statement
 * @param content what it says
 * @param refuted place of an epoch change in it that its sender did not sign; -1 if there are too few, whoever signed them
 */
public record ForgedChoice(Claim.SignedBy choice, NewEpochContent content, int refuted) implements Evidence {
    static final int TAG = 5;

    public ForgedChoice {
        SignedStatements.bound(choice);
    }

    static ForgedChoice read(WireReader in, GroupLife life) throws MalformedException {
        return new ForgedChoice(SignedStatements.readBound(in, life), NewEpochContent.read(in), in.readShort() - 1);
    }

    @Override
    public Claim.SignedBy statement() {
        return choice;
    }

    @Override
    public List<Claim> claims() {
        List<Claim> claims = new ArrayList<>(List.of(choice));
        if (names()) {
            NewEpochContent.Change named = content.changes().get(refuted);
            claims.add(new Claim.Refuted(named.claim(life(), content.view(), content.epoch())));
        }
        return claims;
    }

    private boolean names() {
        return refuted >= 0 && refuted < content.changes().size();
    }

    @Override
    public Optional<String> cause(Records records) {
        StatementHeader.ViewBound header = SignedStatements.bound(choice);
        boolean says = header.type() == StatementTypes.NEW_EPOCH
                && content.view() == header.view()
                && content.epoch() == header.epoch()
                && Arrays.equals(choice.body(), content.body());
        if (!says) return Optional.empty();
        boolean fails = names() || !suffices(records.of(header.view()).orElseThrow());
        return fails
                ? Optional.of("a choice for epoch " + header.epoch() + " of view " + header.view()
                        + " that does not rest on epoch changes by a quorum")
                : Optional.empty();
    }

    private boolean suffices(ViewRecord record) {
        Set<MemberId> seated = new LinkedHashSet<>();
        for (NewEpochContent.Change each : content.changes()) {
            if (record.occupant(each.sender()).isEmpty()) return false;
            seated.add(each.sender());
        }
        return seated.size() >= record.quorum().intersecting();
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void writeContent(WireWriter out) {
        SignedStatements.writeBound(choice, out);
        content.write(out);
        out.writeShort(refuted + 1);
    }
}
