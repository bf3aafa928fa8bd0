package org.testudo.simulator.check;

import java.util.HashMap;
import java.util.Map;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.simulator.Observer;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Violation;

/** Correct members deliver the same in a slot, and each slot at most once. */
final class Agreement implements Observer {
    private record First(SimulatedMember member, SlotDelivery delivery) {}

    private final Map<Long, First> bySlot = new HashMap<>();
    private final Map<SimulatedMember, Map<Long, Boolean>> seen = new HashMap<>();

    @Override
    public void delivered(SimulatedMember member, SlotDelivery delivery) {
        if (!member.correct()) return;
        long slot = delivery.slot();
        if (seen.computeIfAbsent(member, key -> new HashMap<>()).put(slot, true) != null) {
            throw new Violation(Checks.AGREEMENT, member.id() + " delivered slot " + slot + " twice");
        }
        First first = bySlot.putIfAbsent(slot, new First(member, delivery));
        if (first != null && !same(first.delivery, delivery)) {
            throw new Violation(
                    Checks.AGREEMENT,
                    "slot " + slot + " is " + text(first.delivery) + " at " + first.member.id() + " and "
                            + text(delivery) + " at " + member.id());
        }
    }

    private static boolean same(SlotDelivery one, SlotDelivery other) {
        return one.view() == other.view()
                && one.birthEpoch() == other.birthEpoch()
                && one.historyChain().equals(other.historyChain())
                && one.requests().equals(other.requests());
    }

    private static String text(SlotDelivery delivery) {
        return delivery.requests() + " (view " + delivery.view() + ", born in epoch " + delivery.birthEpoch()
                + ", chain " + delivery.historyChain() + ")";
    }
}
