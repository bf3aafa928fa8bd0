package org.testudo.abcast.core;

import org.testudo.kernel.notice.StateDiffers;

/**
 * This member's own state is not the group's (AB-7): it stops where it is, votes for nothing, and waits for a later state
 * that a quorum has signed. The second time it is not given another: what computes the state is at fault.
 */
final class Divergence {
    private final Ordering ordering;
    private Manifest own;
    private long since;
    private boolean told;
    private int times;

    Divergence(Ordering ordering) {
        this.ordering = ordering;
    }

    /** A quorum holds another state after a slot than this member. */
    void found(CheckpointCertificate certificate, Manifest computed, long lastStable) {
        if (ordering.suspended()) return;
        ordering.suspend(true);
        own = computed;
        since = Math.max(0, lastStable);
        told = false;
        times++;
        if (times > 1) tell("all layers");
    }

    /** Whether another state is wanted. */
    boolean heals() {
        return own != null && times == 1;
    }

    /** What the group's state after that slot consists of: now it can be said where they differ. */
    void compare(Manifest theirs) {
        if (own != null && !told && theirs.slot() == own.slot()) tell(own.differing(theirs));
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
        if (!told) tell("unknown layers");
        own = null;
        ordering.suspend(false);
    }
}
