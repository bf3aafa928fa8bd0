package org.testudo.membership.joint.attack;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.testudo.abcast.core.Commit;
import org.testudo.abcast.core.Decided;
import org.testudo.abcast.core.EpochChange;
import org.testudo.abcast.core.Header;
import org.testudo.abcast.core.Prepare;
import org.testudo.abcast.core.QuorumCertificate;
import org.testudo.abcast.core.QuorumCertificate.Kind;
import org.testudo.abcast.core.Value;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.view.Rotation;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/** Makes certificates of its own votes alone, as often in each as there should be voters, for slots that it leads. */
public final class StuffedCertificates implements Attack {
    private static final Duration EVERY = Duration.ofMillis(150);
    private static final int TIMES = 20;

    private SlotDelivery last;

    @Override
    public void begin(AttackContext context) {
        context.later(EVERY, () -> stuff(context, 0));
    }

    private void stuff(AttackContext context, int times) {
        if (last != null) show(context);
        if (times < TIMES) context.later(EVERY, () -> stuff(context, times + 1));
    }

    private void show(AttackContext context) {
        long view = context.view().id();
        long epoch = epochThatIsMine(context);
        if (epoch < 0) return;
        Value value = new Value(last.slot() + 1, epoch, last.agreedTime().plusMillis(1), List.of());
        Header header = new Header(view, epoch, last.slot() + 1, value.digest());
        Optional<Signed<Header>> proposal = context.mint(Layers.ABCAST, header);
        if (proposal.isEmpty()) return;
        certificate(Kind.COMMITTED, proposal.get(), context)
                .ifPresent(it -> context.send(Layers.ABCAST, victim(context), new Decided(it, value)));
        certificate(Kind.PREPARED, proposal.get(), context)
                .ifPresent(it ->
                        context.send(Layers.ABCAST, victim(context), new EpochChange(view, epoch + 1, List.of(it))));
    }

    private static org.testudo.api.MemberId victim(AttackContext context) {
        return context.random().pick(context.others());
    }

    /** The first epoch of the view that this member leads; -1 if it holds no seat. */
    private static long epochThatIsMine(AttackContext context) {
        int seats = context.view().seats().size();
        int own = context.view().seatOf(context.self()).orElse(-1);
        for (long epoch = 0; epoch < seats; epoch++) if (Rotation.leader(context.view(), epoch) == own) return epoch;
        return -1;
    }

    private static Optional<QuorumCertificate> certificate(Kind kind, Signed<Header> proposal, AttackContext context) {
        Object vote = kind == Kind.COMMITTED ? new Commit(proposal) : new Prepare(proposal);
        int quorum = context.view().quorum().intersecting();
        return context.mint(Layers.ABCAST, vote)
                .map(it -> new QuorumCertificate.Vote(context.self(), it.signature()))
                .map(own -> new QuorumCertificate(kind, proposal, Collections.nCopies(quorum, own)));
    }

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        if (layer == Layers.MEMBERSHIP && event instanceof Event.Delivered<?> it) last = it.delivery();
        return honest;
    }
}
