package org.testudo.membership.joint.attack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.abcast.core.Commit;
import org.testudo.abcast.core.Decided;
import org.testudo.abcast.core.Header;
import org.testudo.abcast.core.QuorumCertificate;
import org.testudo.abcast.core.Status;
import org.testudo.abcast.core.Value;
import org.testudo.api.MemberId;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.statement.Digest;
import org.testudo.membership.core.MembershipMessage.ViewSignature;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/**
 * Members that turn one after another go on in views that are closed, with what keys they still have, and show it to whoever
 * stands in such a view: other slots than the group's, proved by those who sat there then, and another next view (GM-11).
 */
public final class ForkClosedView implements Attack {
    /** Whoever led then: one of these epochs was its. */
    private static final int EPOCHS = 8;

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        boolean asked = layer == Layers.ABCAST
                && event instanceof Event.Received<?> it
                && it.message().message() instanceof Status status
                && status.view() > 0
                && status.view() < context.view().id();
        if (asked) fork((Event.Received<?>) event, context);
        return honest;
    }

    private static void fork(Event.Received<?> event, AttackContext context) {
        Status status = (Status) event.message().message();
        MemberId to = event.message().sender();
        Digest other = Digest.of(out -> out.writeText("another view"));
        context.mint(Layers.MEMBERSHIP, new ViewSignature(status.view(), other))
                .ifPresent(any -> context.send(Layers.MEMBERSHIP, to, new ViewSignature(status.view(), other)));
        List<AttackContext> all = new ArrayList<>(context.accomplices());
        all.add(context);
        for (long epoch = 0; epoch < EPOCHS; epoch++) {
            Value value = new Value(status.delivered() + 1, epoch, Instant.EPOCH, List.of());
            Header header = new Header(status.view(), epoch, value.slot(), value.digest());
            for (AttackContext leader : all) {
                certificate(header, leader, all)
                        .ifPresent(it -> context.send(Layers.ABCAST, to, new Decided(it, value)));
            }
        }
    }

    /** By all who still have a key of that view; empty if the leader has none. */
    private static Optional<QuorumCertificate> certificate(
            Header header, AttackContext leader, List<AttackContext> all) {
        return leader.mint(Layers.ABCAST, header).map(proposal -> {
            List<QuorumCertificate.Vote> votes = new ArrayList<>();
            for (AttackContext each : all) {
                each.mint(Layers.ABCAST, new Commit(proposal))
                        .ifPresent(it -> votes.add(new QuorumCertificate.Vote(each.self(), it.signature())));
            }
            return new QuorumCertificate(QuorumCertificate.Kind.COMMITTED, proposal, votes);
        });
    }
}
