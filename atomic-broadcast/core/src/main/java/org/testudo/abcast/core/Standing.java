package org.testudo.abcast.core;

import org.testudo.kernel.notice.CaughtUp;

/** Tells the other layers whether this member holds all that it knows to be ordered. */
final class Standing {
    private final Ordering ordering;
    private final Reconciliation reconciliation;
    private Boolean told;

    Standing(Ordering ordering, Reconciliation reconciliation) {
        this.ordering = ordering;
        this.reconciliation = reconciliation;
    }

    void tell() {
        if (!ordering.begun() || ordering.forming()) return;
        boolean caughtUp = reconciliation.caughtUp();
        if (told != null && told == caughtUp) return;
        told = caughtUp;
        ordering.out().announce(new CaughtUp(caughtUp, ordering.delivered()));
    }
}
