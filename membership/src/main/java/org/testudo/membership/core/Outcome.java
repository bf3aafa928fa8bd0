package org.testudo.membership.core;

import java.util.List;
import java.util.Optional;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.Judged;
import org.testudo.kernel.view.ViewRecord;

/**
 * What the commands of one slot came to (GM-13).
 *
 * @param next the record of the view that begins after the slot; empty: the view stays
 * @param judged accusations in the order in which they were decided
 * @param rest the slot without commands, and without requests of members that it excluded before them
 */
record Outcome(Optional<ViewRecord> next, List<Judged> judged, SlotDelivery rest) {
    Outcome {
        judged = List.copyOf(judged);
    }
}
