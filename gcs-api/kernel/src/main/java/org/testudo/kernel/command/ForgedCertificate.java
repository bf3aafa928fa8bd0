package org.testudo.kernel.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.testudo.api.FaultModel;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * An epoch change with a certificate that fails under the record of its view (AD-10). A correct member has verified each
 * signature in what it shows, and the epoch change is bound to them.
 *
 * @param change the epoch change
 * @param content what it says
 * @param place of the certificate in it, from 0
 * @param certificate which fails
 * @param refuted which of its claims does not hold, see {@link ShownCertificate#claims}; -1 if it fails whoever signed it
 */
public record ForgedCertificate(
        Claim.SignedBy change, EpochChangeContent content, int place, ShownCertificate certificate, int refuted)
        implements Evidence {
    static final int TAG = 4;

    public ForgedCertificate {
        SignedStatements.bound(change);
    }

    static ForgedCertificate read(WireReader in, GroupLife life) throws MalformedException {
        return new ForgedCertificate(
                SignedStatements.readBound(in, life),
                EpochChangeContent.read(in),
                in.readShort(),
                ShownCertificate.read(in),
                in.readShort() - 1);
    }

    @Override
    public Claim.SignedBy statement() {
        return change;
    }

    /** Without PREPARE an epoch change shows headers that nobody has voted for but its sender (AB-3). */
    @Override
    public boolean concerns(FaultModel model) {
        return model == FaultModel.BYZANTINE;
    }

    @Override
    public List<Claim> claims() {
        List<Claim> claims = new ArrayList<>(List.of(change));
        if (names()) claims.add(new Claim.Refuted(certificate.claims(life()).get(refuted)));
        return claims;
    }

    private boolean names() {
        return refuted >= 0 && refuted <= certificate.votes().size();
    }

    @Override
    public Optional<String> cause(Records records) {
        ViewRecord record = records.of(view()).orElseThrow();
        StatementHeader.ViewBound header = SignedStatements.bound(change);
        boolean shows = header.type() == StatementTypes.EPOCH_CHANGE
                && Arrays.equals(change.body(), content.body())
                && place < content.proofs().size()
                && content.proofs().get(place).equals(certificate.digest());
        if (!shows) return Optional.empty();
        return flaw(record, header.epoch())
                .map(flaw -> "an epoch change into epoch " + header.epoch() + " of view " + header.view()
                        + " shows a certificate for slot " + certificate.lock().slot() + " that " + flaw);
    }

    private Optional<String> flaw(ViewRecord record, long epoch) {
        // A claim under another view's record was not judged under this one's.
        boolean judged = names() && certificate.lock().view() == record.id();
        if (judged) return Optional.of("holds a signature that is not valid");
        if (certificate.lock().epoch() >= epoch) return Optional.of("is of a later epoch");
        return certificate.flaw(record);
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void writeContent(WireWriter out) {
        SignedStatements.writeBound(change, out);
        content.write(out);
        out.writeShort(place);
        certificate.write(out);
        out.writeShort(refuted + 1);
    }
}
