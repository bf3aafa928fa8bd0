package org.testudo.kernel.view;

import java.util.Optional;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.view.ViewCertificate.SeatSignature;

/**
 * The highest view that is proved, from the genesis on (GM-5, GM-12): each record is believed on the signatures of a quorum
 * of the view before, whoever brings them. It proves a view that the group was in, not that it is the present one: for that a
 * quorum must answer (CA-8). Not safe for use by several threads.
 */
public final class VerifiedChain {
    /**
     * What came of one certificate.
     *
     * @param record of the view that it is about
     * @param valid how many of its signatures are good; 0 if it does not follow the view before
     * @param needed how many are asked for
     * @param flaw why it proves nothing, for people; empty if it proves the view
     */
    public record Step(ViewRecord record, int valid, int needed, Optional<String> flaw) {
        /** Whether the view is proved. */
        public boolean holds() {
            return flaw.isEmpty();
        }
    }

    private final Verifier verifier;
    private final ViewRecord first;
    private ViewRecord head;

    /** Begins with view 0, which the genesis gives. */
    public VerifiedChain(Genesis genesis, Verifier verifier) {
        this.verifier = verifier;
        this.first = genesis.firstView();
        this.head = first;
    }

    /** View 0. */
    public ViewRecord first() {
        return first;
    }

    /** The highest view proved. */
    public ViewRecord head() {
        return head;
    }

    /** Begins again at the genesis: its first step may have led into a life that is over (GM-21). */
    public void restart() {
        head = first;
    }

    /** Goes on to the next view if the certificate proves it; else stays. Never throws on a hostile one. */
    public Step extend(ViewCertificate certificate) {
        ViewRecord next = certificate.record();
        int needed = head.certifying();
        Optional<String> flaw = certificate.flaw(head);
        int valid = flaw.isPresent() ? 0 : valid(certificate);
        if (flaw.isEmpty() && valid < needed) {
            flaw = Optional.of("of its " + certificate.signatures().size() + " signatures " + valid
                    + " are valid under the keys of view " + head.id() + ", " + needed + " are needed");
        }
        if (flaw.isEmpty()) head = next;
        return new Step(next, valid, needed, flaw);
    }

    private int valid(ViewCertificate certificate) {
        Digest next = certificate.record().digest();
        StatementHeader header = ViewCertificate.header(head.life(), head.id());
        byte[] statement = header.statement(ViewCertificate.body(next));
        int valid = 0;
        for (SeatSignature each : certificate.signatures()) {
            Optional<StatementKey> key = head.seats().get(each.seat()).flatMap(Occupant::viewKey);
            if (key.isPresent() && verifier.verify(key.get(), statement, each.signature())) valid++;
        }
        return valid;
    }
}
