package org.testudo.simulator.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.order.Request;
import org.testudo.simulator.Observer;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Violation;

/** What correct members deliver are beginnings of one sequence of requests, in rising slots. */
final class TotalOrder implements Observer {
    /** How far one member is. */
    private static final class Place {
        int requests;
        long slot = Long.MIN_VALUE;
    }

    private final List<Request> order = new ArrayList<>();
    private final Map<SimulatedMember, Place> places = new HashMap<>();

    @Override
    public void delivered(SimulatedMember member, SlotDelivery delivery) {
        if (!member.correct()) return;
        Place place = places.computeIfAbsent(member, key -> new Place());
        if (delivery.slot() <= place.slot) {
            throw new Violation(
                    Checks.TOTAL_ORDER,
                    member.id() + " delivered slot " + delivery.slot() + " after slot " + place.slot);
        }
        place.slot = delivery.slot();
        for (Request request : delivery.requests()) take(member, place, request);
    }

    private void take(SimulatedMember member, Place place, Request request) {
        if (place.requests == order.size()) order.add(request);
        Request expected = order.get(place.requests++);
        if (!expected.equals(request)) {
            throw new Violation(
                    Checks.TOTAL_ORDER,
                    member.id() + " delivered " + request + " as its request " + place.requests + ", others "
                            + expected);
        }
    }
}
