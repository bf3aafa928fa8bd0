package org.testudo.membership.core;

import java.util.List;
import java.util.Optional;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Evidence;
import org.testudo.kernel.view.ViewRecord;

/** Judges evidence by itself and by the records of the views that it names, never by where the judge stands (AD-9, AD-10). */
final class Convictions {
    private final Evidence.Records known;
    private final Roster roster;
    private final int rules;

    /** @param records of all views up to the present one, by id; the last says by which rules is judged */
    Convictions(List<ViewRecord> records, Roster roster) {
        this.roster = roster;
        known = view -> view < records.size() ? Optional.of(records.get((int) view)) : Optional.empty();
        rules = records.get(records.size() - 1).versions().rules();
    }

    /** The cause with which the target is to be excluded; empty if the evidence does not convict it. */
    Optional<String> cause(Command.Convict command) {
        Evidence evidence = command.evidence();
        boolean convicts = evidence.accused().equals(Principal.of(command.target()))
                && evidence.judge(known, rules) == Evidence.Verdict.CONVICTS
                && sat(command);
        return convicts ? evidence.cause(known).map(cause -> "evidence: " + cause) : Optional.empty();
    }

    /** Whether no correct member would have brought it: the claims in it hold, and still it proves nothing (AD-10). */
    boolean isFalse(Command.Convict command) {
        return command.evidence().judge(known, rules) == Evidence.Verdict.FALSE;
    }

    /**
     * Whether the target sat, as that start of it, in the view in which the evidence sees it; with the key that it has still: what
     * was done with the former key of a pardoned member is settled (GM-6).
     */
    private boolean sat(Command.Convict command) {
        return known.of(command.evidence().view())
                .flatMap(record -> record.occupant(command.target()))
                .filter(occupant -> occupant.incarnation() == command.incarnation()
                        && occupant.viewKey().isPresent()
                        && roster.of(occupant.origin()).isPresent())
                .isPresent();
    }
}
