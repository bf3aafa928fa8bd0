package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * PREPARE, then COMMIT: a faulty leader may propose different values to different members, so a member COMMITs only what Q
 * have PREPAREd, and shows their votes when it leaves the epoch.
 */
final class ByzantinePhases implements FaultPhases {
    static final FaultPhases ONLY = new ByzantinePhases();

    private ByzantinePhases() {}

    @Override
    public boolean prepares() {
        return true;
    }

    /**
     * The highest certificate for each slot above the highest certified one less the window. One of this epoch or a later
     * one, learnt from a member that is there, is left out: it says nothing about the epochs before this.
     */
    @Override
    public List<QuorumCertificate> shown(long epoch, Ordering ordering, Window window, Log log) {
        TreeMap<Long, QuorumCertificate> locks = new TreeMap<>();
        long delivered = ordering.delivered() - ordering.settings().window();
        List<QuorumCertificate> held = new ArrayList<>(log.certificatesAbove(delivered, ordering.view()));
        held.addAll(window.keptLocks());
        for (Slot slot : window.slots()) held.addAll(slot.certificates());
        for (QuorumCertificate each : held) {
            if (each.epoch() < epoch)
                locks.merge(each.slot(), each, (old, next) -> ordering.rules().prevails(next, old) ? next : old);
        }
        if (locks.isEmpty()) return List.of();
        long above = locks.lastKey() - ordering.settings().window();
        return List.copyOf(locks.tailMap(above, false).values());
    }

    @Override
    public int mostShown(int window) {
        return window;
    }

    @Override
    public boolean fits(QuorumCertificate shown, long epoch) {
        return shown.kind() != QuorumCertificate.Kind.ACCEPTED && shown.epoch() < epoch;
    }

    /**
     * A member votes for slot s only when it has delivered s - W, and a certificate holds Q - f, that is f+1, correct voters;
     * so whatever is at or below the highest certified slot less W is held by f+1 correct members, who serve it.
     */
    @Override
    public long base(List<EpochChange> changes, long before, long highest, int window) {
        return Math.max(before, highest - window);
    }
}
