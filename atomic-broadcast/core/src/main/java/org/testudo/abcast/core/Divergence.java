package org.testudo.abcast.core;

import org.testudo.kernel.notice.StateDiffers;
import org.testudo.kernel.state.Manifest;

/**
 * This member's own state is not the group's (AB-7): it stops where it is, votes for nothing, and waits for a later state
 * that a quorum has signed. The second time it is not given another: what computes the state is at fault, and it seeks the
 * operation by which.
 */
final class Divergence {
    private static final String UNKNOWN = "unknown layers";

    private final Ordering ordering;
    private final Disagreement disagreement;
    private Manifest own;
    private long since;
    private boolean told;
    private int times;

    Divergence(Ordering ordering, Disagreement disagreement) {
        this.ordering = ordering;
        this.disagreement = disagreement;
    }

    /** A quorum holds another state after a slot than this member. */
    void found(CheckpointCertificate certificate, Manifest computed, long lastStable) {
        if (ordering.suspended()) return;
        ordering.suspend(true);
        own = computed;
        since = Math.max(0, lastStable);
        told = false;
        times++;
        if (times > 1) disagreement.seek(since, own.slot());
    }

    /** Whether another state is wanted. */
    boolean heals() {
        return own != null && times == 1;
    }

    /** Whether the others are asked for what they hold: to go on in it, or at least to say where this member's differs. */
    boolean asks() {
        return heals() || own != null && !told;
    }

    /** What they hold is of use above this slot; the state at which this member's differed is, until that is said. */
    long above() {
        return own != null && !told ? own.slot() - 1 : ordering.delivered();
    }

    /** Whether no other state is taken any more. */
    boolean stays() {
        return own != null && times > 1;
    }

    /** What the group's state after that slot consists of: now it can be said where they differ. After a later one it cannot. */
    void compare(Manifest theirs) {
        if (own == null || told || theirs.slot() < own.slot()) return;
        tell(theirs.slot() == own.slot() ? own.differing(theirs) : UNKNOWN);
    }

    private void tell(String shares) {
        told = true;
        StateDiffers differs = new StateDiffers(own.slot(), since, shares, times > 1);
        ordering.out().announce(differs);
        if (times > 1) ordering.out().announce(differs.refused());
    }

    /** Another state has been given. */
    void healed() {
        if (own == null) return;
        if (!told) tell(UNKNOWN);
        own = null;
        ordering.suspend(false);
    }
}
