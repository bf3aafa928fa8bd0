package org.testudo.gacp.client;

import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.VerifiedChain;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;

/**
 * The highest view that a client has verified, from the genesis on (CA-5, GM-5). It only grows: each record is believed on
 * the signatures of a quorum of the view before, whoever brings them. The first step tells the group's life (GM-21), which may
 * be one that is over: so it can be taken back as long as nothing was believed under it. Used by one thread.
 */
final class ViewChain {
    private final Verifier verifier;
    private final VerifiedChain chain;

    ViewChain(Genesis genesis, Verifier verifier) {
        this.verifier = verifier;
        this.chain = new VerifiedChain(genesis, verifier);
    }

    /** The highest view verified. */
    ViewRecord head() {
        return chain.head();
    }

    /** The life for which requests are signed; empty while it is not known. */
    Optional<Lives> lives() {
        return head().life().forming()
                ? Optional.empty()
                : Optional.of(Lives.of(chain.first().life(), head().life()));
    }

    /** Begins again at the genesis. */
    void restart() {
        chain.restart();
    }

    /** Goes on to the next view if the certificate proves it; says whether it did. */
    boolean extend(ViewCertificate certificate) {
        return chain.extend(certificate).holds();
    }

    /** Whether a member signed this with the key that it holds in the view at the head. */
    boolean signed(MemberId member, StatementHeader header, byte[] body, Signature signature) {
        return head().occupant(member)
                .flatMap(Occupant::viewKey)
                .map(key -> verifier.verify(key, header.statement(body), signature))
                .orElse(false);
    }
}
