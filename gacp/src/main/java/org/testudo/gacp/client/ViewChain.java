package org.testudo.gacp.client;

import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;

/**
 * The highest view that a client has verified, from the genesis on (CA-5, GM-5). It only grows: each record is believed on
 * the signatures of a quorum of the view before, whoever brings them. The first step tells the group's life (GM-21), which may
 * be one that is over: so it can be taken back as long as nothing was believed under it. Used by one thread.
 */
final class ViewChain {
    private final Verifier verifier;
    private final ViewRecord first;
    private ViewRecord head;

    ViewChain(Genesis genesis, Verifier verifier) {
        this.verifier = verifier;
        this.first = genesis.firstView();
        this.head = first;
    }

    /** The highest view verified. */
    ViewRecord head() {
        return head;
    }

    /** The life for which requests are signed; empty while it is not known. */
    Optional<Lives> lives() {
        return head.life().forming() ? Optional.empty() : Optional.of(Lives.of(first.life(), head.life()));
    }

    /** Begins again at the genesis. */
    void restart() {
        head = first;
    }

    /** Goes on to the next view if the certificate proves it; says whether it did. */
    boolean extend(ViewCertificate certificate) {
        int least = head.quorum().intersecting();
        List<Claim.SignedBy> claims = certificate.claims(head, least);
        long valid = claims.stream()
                .filter(claim -> signed(claim.signer().member(), claim.header(), claim.body(), claim.signature()))
                .count();
        if (claims.isEmpty() || valid < least) return false;
        head = certificate.record();
        return true;
    }

    /** Whether a member signed this with the key that it holds in the view at the head. */
    boolean signed(MemberId member, StatementHeader header, byte[] body, Signature signature) {
        return head.occupant(member)
                .flatMap(Occupant::viewKey)
                .map(key -> verifier.verify(key, header.statement(body), signature))
                .orElse(false);
    }
}
