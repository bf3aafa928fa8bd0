package org.testudo.membership.core;

import java.util.List;
import java.util.Optional;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Evidence;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/** Judges evidence by itself and by the records of the views that it names, never by where the judge stands (AD-9, AD-10). */
final class Convictions {
    private Convictions() {}

    /**
     * The cause with which the target is to be excluded; empty if the evidence does not convict it. The signatures have been
     * verified before the command was ordered.
     *
     * @param records of all views up to the present one, by id
     */
    static Optional<String> cause(Command.Convict command, List<ViewRecord> records) {
        Evidence evidence = command.evidence();
        boolean convicts = evidence.conflicting()
                && evidence.first().signer().equals(Principal.of(command.target()))
                && evidence.first().header() instanceof StatementHeader.ViewBound header
                && sat(command, header, records);
        if (!convicts) return Optional.empty();
        StatementHeader.ViewBound header =
                (StatementHeader.ViewBound) evidence.first().header();
        return Optional.of("evidence: two different " + name(header.type()) + " for view " + header.view() + " epoch "
                + header.epoch() + " slot " + header.slot());
    }

    /** Whether the target sat, with this incarnation and a view key, in the view in which it made the statements. */
    private static boolean sat(Command.Convict command, StatementHeader.ViewBound header, List<ViewRecord> records) {
        if (header.view() >= records.size()) return false;
        ViewRecord record = records.get((int) header.view());
        Optional<Occupant> occupant = record.occupant(command.target());
        // In view 0 a founder that restarted without memory may have voted twice, and did no wrong (GM-21).
        return !record.life().forming()
                && record.life().equals(header.life())
                && occupant.isPresent()
                && occupant.get().incarnation() == command.incarnation()
                && occupant.get().viewKey().isPresent();
    }

    private static String name(int type) {
        return switch (type) {
            case StatementTypes.HEADER -> "proposals";
            case StatementTypes.PREPARE -> "PREPARE votes";
            case StatementTypes.COMMIT -> "COMMIT votes";
            case StatementTypes.EPOCH_CHANGE -> "epoch changes";
            case StatementTypes.NEW_EPOCH -> "choices of a new leader";
            default -> "statements of type " + type;
        };
    }
}
