package org.testudo.abcast.core;

import org.testudo.kernel.order.Request;

/** What follows from a delivery for the other parts. */
final class Progress implements Delivery.Listener {
    private final Parts parts;

    Progress(Parts parts) {
        this.parts = parts;
    }

    @Override
    public void delivered(Request request) {
        parts.pool.delivered(request);
        parts.voted.settle(request);
        parts.proposed.settle(request);
        Backlog backlog = parts.pool.backlog(request.origin());
        if (backlog != null) parts.proposer.offered(backlog);
    }

    @Override
    public void handedOver() {
        parts.checkpoints.take();
    }

    @Override
    public void delivered(Slot slot, Content content, boolean skipped) {
        parts.checkpoints.delivered(slot.number(), Log.cost(content));
        parts.proposer.delivered(content.bodies().size(), content.bytes());
        parts.backoff.progress();
        parts.clock.delivered(slot.number(), content.digest());
        parts.own.flush();
        if (!skipped) return;
        parts.voted.reset();
        parts.proposer.recount();
    }
}
