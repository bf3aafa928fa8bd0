package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.testudo.kernel.statement.Digest;

/**
 * What a set of epoch changes asks the new leader to propose again (AB-28): for each slot above the base, up to the highest
 * certified one, the value of the certificate of the latest epoch, else the empty value. A pure function of the set.
 *
 * @param base slots up to here are held, decided, by f+1 correct members
 * @param high the highest slot to be proposed again
 */
record Choice(long base, long high, SortedMap<Long, QuorumCertificate> certificates) {
    /** Nothing is to be proposed again; the first slot is the one after this. */
    static Choice none(long before) {
        return new Choice(before, before, new TreeMap<>());
    }

    /** In the view in force, of epoch changes that are valid. */
    static Choice of(List<EpochChange> changes, Ordering ordering) {
        int window = ordering.settings().window();
        return of(changes, ordering.seating().before(), window, ordering.rules(), ordering.phases());
    }

    /**
     * Computes it from epoch changes that are valid.
     *
     * @param before the last slot of the view before
     */
    static Choice of(List<EpochChange> changes, long before, int window, AbcastRules rules, FaultPhases phases) {
        SortedMap<Long, QuorumCertificate> best = new TreeMap<>();
        for (EpochChange change : changes) {
            for (QuorumCertificate each : change.certificates()) {
                best.merge(each.slot(), each, (old, next) -> rules.prevails(next, old) ? next : old);
            }
        }
        long least = Math.max(before, stable(changes));
        long high = best.isEmpty() ? least : Math.max(least, best.lastKey());
        long base = phases.base(changes, least, high, window);
        return new Choice(base, Math.max(base, high), best.tailMap(base + 1));
    }

    /** The highest slot whose state a quorum holds: at it and below nothing can find a quorum any more (AB-28). */
    private static long stable(List<EpochChange> changes) {
        return changes.stream()
                .flatMap(each -> each.stable().stream())
                .mapToLong(CheckpointCertificate::slot)
                .max()
                .orElse(0);
    }

    /** The digest of the value to be proposed again for this slot; empty for a slot that is free. */
    Optional<Digest> value(long slot) {
        if (slot <= base || slot > high) return Optional.empty();
        QuorumCertificate certificate = certificates.get(slot);
        return Optional.of(
                certificate == null
                        ? Value.empty(slot).digest()
                        : certificate.header().value());
    }

    /** Who voted for the value to be proposed again, and so holds its bodies. */
    List<QuorumCertificate.Vote> holders(long slot) {
        QuorumCertificate certificate = certificates.get(slot);
        return certificate == null ? new ArrayList<>() : certificate.votes();
    }
}
