package org.testudo.simulator.check;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.simulator.Observer;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Violation;

/** The agreed time of a slot is the same at all correct members, and never goes back (AB-27). */
final class EqualAgreedTime implements Observer {
    private final Map<Long, Instant> bySlot = new HashMap<>();
    private final Map<SimulatedMember, Instant> last = new HashMap<>();

    @Override
    public void delivered(SimulatedMember member, SlotDelivery delivery) {
        if (!member.correct()) return;
        Instant time = delivery.agreedTime();
        Instant first = bySlot.putIfAbsent(delivery.slot(), time);
        if (first != null && !first.equals(time)) {
            throw new Violation(
                    Checks.AGREED_TIME,
                    "slot " + delivery.slot() + " is at " + time + " at " + member.id() + ", elsewhere at " + first);
        }
        Instant before = last.put(member, time);
        if (before != null && before.isAfter(time)) {
            throw new Violation(
                    Checks.AGREED_TIME,
                    member.id() + " went back from " + before + " to " + time + " at slot " + delivery.slot());
        }
    }
}
