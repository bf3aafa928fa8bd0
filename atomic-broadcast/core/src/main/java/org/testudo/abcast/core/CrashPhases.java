package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * COMMIT at once: nobody lies, so the header that a member accepts is all that can be proposed in its epoch, and the lock. When
 * it leaves the epoch it shows the headers that it accepted above its last delivered slot, and the commit certificate of that.
 *
 * <p>A slot that was decided was accepted by a majority. One of them is among any majority that begins a later epoch; it has
 * delivered the slot, or shows the header.
 */
final class CrashPhases implements FaultPhases {
    static final FaultPhases ONLY = new CrashPhases();

    private CrashPhases() {}

    @Override
    public boolean prepares() {
        return false;
    }

    /**
     * Nothing is shown from a window below the highest header on: whoever accepted that one had delivered all up to there. So
     * what lags far behind slots that are decided already, and who was given a state and holds no certificate of this view for
     * its last slot, show what they have of the last window.
     */
    @Override
    public List<QuorumCertificate> shown(long epoch, Ordering ordering, Window window, Log log) {
        long delivered = ordering.delivered();
        List<QuorumCertificate> last = log.certificatesAbove(delivered - 1, ordering.view());
        TreeMap<Long, QuorumCertificate> accepted = accepted(epoch, ordering, window);
        if (!last.isEmpty()) accepted.headMap(delivered, true).clear();
        if (accepted.isEmpty()) return last;
        long above = accepted.lastKey() - ordering.settings().window();
        accepted.headMap(above, true).clear();
        List<QuorumCertificate> shown = new ArrayList<>(delivered < above ? List.of() : last);
        // What is decided but not delivered is shown as accepted: only a delivered slot moves the base.
        accepted.values().forEach(each -> shown.add(QuorumCertificate.accepted(each.proposal())));
        return shown;
    }

    private static TreeMap<Long, QuorumCertificate> accepted(long epoch, Ordering ordering, Window window) {
        TreeMap<Long, QuorumCertificate> latest = new TreeMap<>();
        Stream<QuorumCertificate> underWay = window.slots().stream().flatMap(slot -> slot.certificates().stream());
        Stream.concat(window.keptLocks().stream(), underWay)
                .filter(each -> each.epoch() < epoch)
                .forEach(each -> latest.merge(
                        each.slot(), each, (old, next) -> ordering.rules().prevails(next, old) ? next : old));
        return latest;
    }

    /** The last delivered slot, and what was accepted above it. */
    @Override
    public int mostShown(int window) {
        return window + 1;
    }

    @Override
    public boolean fits(QuorumCertificate shown, long epoch) {
        return switch (shown.kind()) {
            case PREPARED -> false;
            case COMMITTED -> true; // delivered is delivered, in whichever epoch: below it nothing is proposed again
            case ACCEPTED -> shown.epoch() < epoch;
        };
    }

    /** The highest slot that one of them has delivered, or must have when it accepted the highest: whoever has serves it. */
    @Override
    public long base(List<EpochChange> changes, long before, long highest, int window) {
        long base = Math.max(before, highest - window);
        for (EpochChange change : changes) {
            for (QuorumCertificate each : change.certificates()) {
                boolean delivered = each.kind() == QuorumCertificate.Kind.COMMITTED;
                if (delivered) base = Math.max(base, each.slot());
            }
        }
        return base;
    }
}
