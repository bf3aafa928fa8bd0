package org.testudo.stack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/** View records and deliveries for tests of the host, which asks for no certificates. */
final class Views {
    private Views() {}

    static ViewRecord first() {
        return LoopbackTransport.genesis().firstView(LoopbackTransport.life());
    }

    /** The view after this one: every occupant has a key of this view alone, and these are excluded. */
    static ViewRecord after(ViewRecord before, long firstSlot, MemberId... excluded) {
        List<Exclusion> exclusions = new ArrayList<>(before.exclusions());
        for (MemberId member : excluded) exclusions.add(new Exclusion(member, firstSlot - 1, "test"));
        List<Optional<Occupant>> seats = before.seats().stream()
                .map(seat -> seat.filter(it -> !List.of(excluded).contains(it.member()))
                        .map(it ->
                                it.withViewKey(Optional.of(TestKeys.key(it.member() + " view " + (before.id() + 1))))))
                .toList();
        return new ViewRecord(
                before.id() + 1,
                before.life(),
                firstSlot,
                0,
                Digest.ZERO,
                before.digest(),
                before.quorum(),
                before.versions(),
                Instant.EPOCH,
                seats,
                before.standbys(),
                exclusions,
                before.charter(),
                "test");
    }

    static SlotDelivery slot(long slot, long view, Request... requests) {
        return new SlotDelivery(slot, view, 0, Instant.EPOCH, Digest.of(out -> out.writeLong(slot)), List.of(requests));
    }
}
