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
 * @param revoked another CRL that is in force after the slot (SICP-11)
 */
record Outcome(
        Optional<ViewRecord> next, List<Notice> notices, SlotDelivery rest, Optional<RevocationsInForce> revoked) {
    Outcome {
        notices = List.copyOf(notices);
    }

    /** What came of accusations. */
    List<Judged> judged() {
        return notices.stream()
                .filter(Judged.class::isInstance)
                .map(Judged.class::cast)
                .toList();
    }
}
