package org.testudo.simulator;

import java.util.List;
import java.util.TreeMap;
import org.testudo.kernel.core.SlotDelivery;

/** What correct members of a run have delivered, by slot: what a state that one of them is given stands for. */
final class DeliveredOrder {
    private final TreeMap<Long, SlotDelivery> slots = new TreeMap<>();

    void add(SimulatedMember member, SlotDelivery delivery) {
        if (member.correct()) slots.putIfAbsent(delivery.slot(), delivery);
    }

    /** Above one slot, up to another. */
    List<SlotDelivery> between(long above, long upTo) {
        return List.copyOf(slots.subMap(above, false, upTo, true).values());
    }
}
