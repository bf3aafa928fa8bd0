package org.testudo.kernel.core;

import java.time.Instant;
import java.util.List;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Digest;

/**
 * All that one slot delivers, in its final place.
 *
 * @param slot place in the total order
 * @param view the view to which the slot belongs
 * @param birthEpoch epoch of the first proposal of its value (AB-17)
 * @param agreedTime the group's time at this slot (AB-27)
 * @param historyChain digest of everything delivered up to and with this slot
 * @param requests in order; skipped ones are left out
 */
public record SlotDelivery(
        long slot, long view, long birthEpoch, Instant agreedTime, Digest historyChain, List<Request> requests) {
    public SlotDelivery {
        requests = List.copyOf(requests);
    }

    /** The same slot with these requests in the place of its own. */
    public SlotDelivery with(List<Request> others) {
        return new SlotDelivery(slot, view, birthEpoch, agreedTime, historyChain, others);
    }
}
