package org.testudo.kernel.command;

import java.util.List;
import java.util.Optional;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/**
 * Judges evidence outside the group, by a chain of records that has been verified: signatures first, then the rules. It comes
 * to what the members came to, if the chain reaches as far as theirs did. Not safe for use by several threads.
 */
public final class Court {
    /**
     * What it finds.
     *
     * @param cause what is proved of the accused; empty if nothing is
     * @param flaw why nothing is proved, for people; empty if something is
     */
    public record Finding(Optional<String> cause, Optional<String> flaw) {
        /** Whether the accused is convicted. */
        public boolean convicts() {
            return cause.isPresent();
        }
    }

    private final List<ViewRecord> records;
    private final Verifier verifier;

    /** @param records from view 0 on, verified, at least one; the last says by which rules is judged */
    public Court(List<ViewRecord> records, Verifier verifier) {
        this.records = List.copyOf(records);
        this.verifier = verifier;
    }

    /** Never throws on hostile evidence. */
    public Finding judge(Evidence evidence) {
        ViewRecord last = records.get(records.size() - 1);
        if (!evidence.life().equals(last.life())) {
            return flawed("it is of another group or life, " + evidence.life().life());
        }
        for (long view : evidence.views()) {
            if (record(view).isEmpty()) {
                return flawed("it names view " + view + ", the chain ends with view " + last.id());
            }
        }
        for (Claim claim : evidence.claims()) {
            if (!holds(claim)) return flawed(describe(claim));
        }
        return switch (evidence.judge(this::record, last.versions().rules())) {
            case CONVICTS -> new Finding(evidence.cause(this::record), Optional.empty());
            case FALSE -> flawed("its signatures hold, but they prove nothing");
            case NOTHING -> flawed("by the rules of version " + last.versions().rules() + " it is not to be judged");
        };
    }

    private static Finding flawed(String why) {
        return new Finding(Optional.empty(), Optional.of(why));
    }

    private Optional<ViewRecord> record(long view) {
        return view >= 0 && view < records.size() ? Optional.of(records.get((int) view)) : Optional.empty();
    }

    private boolean holds(Claim claim) {
        if (claim instanceof Claim.Refuted refuted) return judged(refuted.claim()) && !holds(refuted.claim());
        if (claim instanceof Claim.Certified certified) return verifier.certified(certified);
        if (claim instanceof Claim.Listed listed) return verifier.listed(listed);
        Claim.SignedBy signed = (Claim.SignedBy) claim;
        return key(signed)
                .filter(key -> verifier.verify(key, signed.header().statement(signed.body()), signed.signature()))
                .isPresent();
    }

    /** What is of another life, or of a view that is not known, is judged neither way; nor is a card, without its authority. */
    private boolean judged(Claim claim) {
        if (claim instanceof Claim.Refuted refuted) return judged(refuted.claim());
        if (!(claim instanceof Claim.SignedBy signed)) return false;
        return signed.header() instanceof StatementHeader.ViewBound bound
                ? record(bound.view())
                        .filter(it -> it.life().equals(bound.life()))
                        .isPresent()
                : signed.header().life().equals(records.get(records.size() - 1).life());
    }

    private Optional<StatementKey> key(Claim.SignedBy claim) {
        if (claim.header() instanceof StatementHeader.ViewFree free) {
            return Optional.of(free.origin())
                    .filter(origin -> origin.principal().equals(claim.signer()))
                    .map(origin -> origin.key());
        }
        if (!judged(claim) || claim.signer().kind() != Principal.Kind.MEMBER) return Optional.empty();
        long view = ((StatementHeader.ViewBound) claim.header()).view();
        return record(view)
                .flatMap(record -> record.occupant(claim.signer().member()))
                .flatMap(Occupant::viewKey);
    }

    private static String describe(Claim claim) {
        if (claim instanceof Claim.Refuted) return "a signature that it calls bad is valid, or cannot be judged";
        return claim instanceof Claim.SignedBy signed
                ? "a signature of " + signed.signer().name() + " in it is not valid"
                : "a card in it is not valid";
    }
}
