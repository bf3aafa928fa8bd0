package org.testudo.abcast.core;

import java.util.List;
import org.testudo.api.FaultModel;

/**
 * What differs between the fault models (AB-3): how a member binds itself to a proposal before it COMMITs it, what it shows of
 * that when it leaves an epoch, and from where the next epoch proposes again (AB-28). All else is the same.
 */
interface FaultPhases {
    /**
     * The phases of a view. A group forms in those of the model {@code byzantine}, whatever its model: a founder that starts
     * again has lost its memory, which is worse than a crash (GM-21).
     */
    static FaultPhases of(Seating seating) {
        boolean crash = seating.quorum().model() == FaultModel.CRASH
                && !seating.record().life().forming();
        return crash ? CrashPhases.ONLY : ByzantinePhases.ONLY;
    }

    /** Whether Q members must have PREPAREd a proposal before anyone COMMITs it. */
    boolean prepares();

    /** What an epoch change into this epoch shows, by ascending slot. */
    List<QuorumCertificate> shown(long epoch, Ordering ordering, Window window, Log log);

    /** How many certificates an epoch change shows at most, and over how many slots. */
    int mostShown(int window);

    /** Whether a certificate may stand in an epoch change into this epoch. */
    boolean fits(QuorumCertificate shown, long epoch);

    /** Slots up to here need not be proposed again; from there up to the highest slot that is shown all are. */
    long base(List<EpochChange> changes, long before, long highest, int window);
}
