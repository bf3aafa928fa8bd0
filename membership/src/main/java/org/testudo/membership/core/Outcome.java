package org.testudo.membership.core;

import java.util.List;
import java.util.Optional;
import org.testudo.api.Notice;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.Judged;
import org.testudo.kernel.notice.RevocationsInForce;
import org.testudo.kernel.view.ViewRecord;

/**
 * What the commands of one slot came to (GM-13).
 *
 * @param next the record of the view that begins after the slot; empty: the view stays
 * @param notices in the order in which things were decided; the same at all members
 * @param rest the slot without commands, and without requests of members that it excluded before them
 * @param inForce what other layers go by from the end of the slot on: another CRL (SICP-11), what operators have told (GM-24)
 */
record Outcome(Optional<ViewRecord> next, List<Notice> notices, SlotDelivery rest, List<Notice> inForce) {
    Outcome {
        notices = List.copyOf(notices);
        inForce = List.copyOf(inForce);
    }

    /** Another CRL that is in force after the slot. */
    Optional<RevocationsInForce> revoked() {
        return inForce.stream()
                .filter(RevocationsInForce.class::isInstance)
                .map(RevocationsInForce.class::cast)
                .findFirst();
    }

    /** What came of accusations. */
    List<Judged> judged() {
        return notices.stream()
                .filter(Judged.class::isInstance)
                .map(Judged.class::cast)
                .toList();
    }
}
