package org.testudo.stack;

import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/**
 * Verifies claims, each under the record of the view that it names; the verdict does not depend on the view in force
 * (HOST-2).
 */
final class Proof {
    /** Whether a message's claims can be verified now. */
    enum Standing {
        VERIFIABLE,
        /** A claim is about another group or life. */
        ALIEN,
        /** A claim names a view that is neither installed nor proved here yet: to be asked again. */
        LATER,
        /** A claim names a view whose record is no longer kept. */
        FORGOTTEN
    }

    /**
     * Keys of views that are remembered, and roots of each: one key for each seat of the largest view and some of the views
     * before. Only keys that a view record names get in.
     */
    private static final int KEYS = 128;

    private static final int ROOTS = 512;

    private final ViewRecords records;
    private final Verifier verifier;
    private final VerifiedRoots ofViews;

    Proof(ViewRecords records, Verifier verifier) {
        this.records = records;
        this.verifier = verifier;
        ofViews = new VerifiedRoots(verifier, KEYS, ROOTS);
    }

    /** Whether all claims can be verified now; cheap, and before any signature is checked. */
    Standing standing(List<Claim> claims) {
        for (Claim claim : claims) {
            Standing standing = standing(claim);
            if (standing != Standing.VERIFIABLE) return standing;
        }
        return Standing.VERIFIABLE;
    }

    private Standing standing(Claim claim) {
        if (claim instanceof Claim.Refuted refuted) return standing(refuted.claim());
        if (!(claim instanceof Claim.SignedBy signed)) return Standing.VERIFIABLE;
        return signed.header() instanceof StatementHeader.ViewBound header ? bound(header) : free(signed.header());
    }

    private Standing bound(StatementHeader.ViewBound header) {
        Optional<ViewRecord> record = records.of(header.view());
        if (record.isEmpty()) return header.view() > records.highest() ? Standing.LATER : Standing.FORGOTTEN;
        return record.get().life().equals(header.life()) ? Standing.VERIFIABLE : Standing.ALIEN;
    }

    private Standing free(StatementHeader header) {
        if (records.lived(header.life())) return Standing.VERIFIABLE;
        return records.inForce().life().forming() ? Standing.LATER : Standing.ALIEN;
    }

    /** Verifies one claim whose view is installed. */
    boolean holds(Claim claim) {
        if (claim instanceof Claim.Refuted refuted) return !holds(refuted.claim());
        if (claim instanceof Claim.Certified certified) return verifier.certified(certified);
        if (claim instanceof Claim.Listed listed) return verifier.listed(listed);
        Claim.SignedBy signed = (Claim.SignedBy) claim;
        Verifier memory = signed.header() instanceof StatementHeader.ViewBound ? ofViews : verifier;
        return key(signed)
                .filter(key -> memory.verify(key, signed.header().statement(signed.body()), signed.signature()))
                .isPresent();
    }

    /** What a claim is about, without its body. */
    static String describe(Claim claim) {
        if (claim instanceof Claim.Refuted it) return "no " + describe(it.claim());
        if (claim instanceof Claim.Certified it) return "card of " + it.principal();
        if (claim instanceof Claim.Listed it) return it.list().toString();
        Claim.SignedBy signed = (Claim.SignedBy) claim;
        String kind = "type " + Integer.toHexString(signed.header().type()) + " of " + signed.signer();
        return signed.header() instanceof StatementHeader.ViewBound it
                ? kind + " view " + it.view() + " epoch " + it.epoch() + " slot " + it.slot()
                : kind + " free of views";
    }

    private Optional<StatementKey> key(Claim.SignedBy claim) {
        if (claim.header() instanceof StatementHeader.ViewFree free) {
            return Optional.of(free.origin())
                    .filter(origin -> origin.principal().equals(claim.signer()))
                    .map(origin -> origin.key());
        }
        if (claim.signer().kind() != Principal.Kind.MEMBER) return Optional.empty();
        MemberId signer = claim.signer().member();
        long view = ((StatementHeader.ViewBound) claim.header()).view();
        return records.of(view).flatMap((ViewRecord it) -> it.occupant(signer)).flatMap(Occupant::viewKey);
    }
}
