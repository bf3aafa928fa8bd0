package org.testudo.abcast.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;

/** Delivers decided slots in order, up to a slot with a command (AB-13, AB-14). */
final class Delivery {
    /** Who is told what was delivered. */
    interface Listener {
        /** A request took its place. */
        void delivered(Request request);

        /** The slot's delivery has gone up, and nothing has followed it. */
        void handedOver();

        /** A slot is delivered; skipped tells whether something in it was out of sequence. */
        void delivered(Slot slot, Content content, boolean skipped);
    }

    private final Ordering ordering;
    private final Window window;
    private final Log log;
    private final Sequences sequences;
    private final Listener listener;

    Delivery(Ordering ordering, Window window, Log log, Sequences sequences, Listener listener) {
        this.ordering = ordering;
        this.window = window;
        this.log = log;
        this.sequences = sequences;
        this.listener = listener;
    }

    void deliver() {
        while (!ordering.barrier() && !ordering.suspended()) {
            Slot slot = window.find(ordering.delivered() + 1);
            if (slot == null || slot.decision().isEmpty()) return;
            QuorumCertificate decision = slot.decision().get();
            Content content = slot.content(decision.header().value()).orElse(null);
            if (content == null || !content.complete()) return;
            deliver(slot, decision, content);
            listener.handedOver();
        }
    }

    private void deliver(Slot slot, QuorumCertificate decision, Content content) {
        List<Request> taken = new ArrayList<>();
        List<Digest> digests = new ArrayList<>();
        for (Held each : content.bodies()) {
            Request request = each.request();
            if (!take(request)) continue;
            taken.add(request);
            digests.add(each.digest());
        }
        Value value = content.value();
        Instant time = value.time().isAfter(ordering.agreedTime()) ? value.time() : ordering.agreedTime();
        ordering.advance(slot.number(), time, chain(slot.number(), time, digests));
        ordering.sample(ordering.elapsed().minus(slot.since()));
        log.append(new Log.Entry(decision, content, ordering.elapsed()));
        ordering.journal().delivered(slot, decision, content);
        window.delivered(slot);
        taken.forEach(listener::delivered);
        listener.delivered(slot, content, taken.size() < content.bodies().size());
        ordering.barrier(taken.stream().anyMatch(ordering.rules()::raisesBarrier));
        ordering.out()
                .deliver(new SlotDelivery(
                        slot.number(), ordering.view(), value.birthEpoch(), time, ordering.history(), taken));
    }

    /** Counts a request that is its origin's next; another one is skipped, not marked, and stays pending (AB-21). */
    private boolean take(Request request) {
        if (ordering.forming()) return request.kind() == RequestClass.FORMATION;
        long next = sequences.next(request.origin());
        if (next == Numbers.NONE
                || !sequences.permits(request)
                || ordering.rules().skips(request.number(), next)) return false;
        sequences.take(request);
        return true;
    }

    /** A digest of all that was delivered, so that two members that delivered differently cannot hide it (AB-23). */
    private Digest chain(long slot, Instant time, List<Digest> requests) {
        return Digest.of(out -> {
            ordering.history().write(out);
            out.writeLong(slot).writeInstant(time).writeList(requests, Digest::write);
        });
    }
}
