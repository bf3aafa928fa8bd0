package org.testudo.membership.joint.attack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.abcast.core.EpochChange;
import org.testudo.abcast.core.Forward;
import org.testudo.abcast.core.Header;
import org.testudo.abcast.core.NewEpoch;
import org.testudo.abcast.core.QuorumCertificate;
import org.testudo.abcast.core.QuorumCertificate.Vote;
import org.testudo.api.MemberId;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/**
 * Shows certificates whose signatures it has spoilt, leads where it does not lead, and puts what correct members signed
 * around what it has forged, so that they might be taken for the forger (AD-10).
 */
public final class Forgeries implements Attack {
    private static final Duration EVERY = Duration.ofMillis(120);
    private static final int TIMES = 20;

    private final Map<MemberId, Signed<EpochChange>> changes = new LinkedHashMap<>();
    private boolean frames;
    private int usurps;

    @Override
    public void begin(AttackContext context) {
        frames = context.random().chance(0.5);
        usurps = context.random().below(3);
        if (usurps > 0) context.later(EVERY, () -> usurp(context, 0));
    }

    /** A header, or a choice, for an epoch of others. */
    private void usurp(AttackContext context, int times) {
        long view = context.view().id();
        long epoch = 1 + context.random().below(6);
        Object said = usurps == 1
                ? new Header(view, epoch, context.view().firstSlot() + times, Digest.ZERO)
                : new NewEpoch(view, epoch, List.copyOf(changes.values()));
        context.send(Layers.ABCAST, context.random().pick(context.others()), said);
        if (times < TIMES) context.later(EVERY, () -> usurp(context, times + 1));
    }

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        if (layer != Layers.ABCAST) return honest;
        if (event instanceof Event.Received<?> it
                && it.message() instanceof Signed<?> signed
                && signed.message() instanceof EpochChange change) learn(signed, change, context);
        List<Action<?>> actions = new ArrayList<>();
        for (Action<?> each : honest) actions.add(spoilt(each, context));
        return actions;
    }

    /** Passes a correct member's epoch change on with other signatures in it, in a choice of its own and in another's. */
    private void learn(Signed<?> signed, EpochChange change, AttackContext context) {
        changes.put(signed.sender(), new Signed<>(signed.signer(), signed.header(), change, signed.signature()));
        if (!frames
                || signed.sender().equals(context.self())
                || change.certificates().isEmpty()) return;
        Signed<EpochChange> framed =
                new Signed<>(signed.signer(), signed.header(), spoilt(change, context), signed.signature());
        NewEpoch choice = new NewEpoch(change.view(), change.epoch(), List.of(framed));
        MemberId to = context.random().pick(context.others());
        context.send(Layers.ABCAST, to, choice);
        context.mint(Layers.ABCAST, choice).ifPresent(it -> context.send(Layers.ABCAST, to, new Forward(it)));
    }

    private static Action<?> spoilt(Action<?> honest, AttackContext context) {
        if (!(honest instanceof Action.Multicast<?> it) || !(it.message() instanceof EpochChange change)) return honest;
        return change.certificates().isEmpty() || context.random().chance(0.3)
                ? honest
                : new Action.Multicast<>(spoilt(change, context));
    }

    private static EpochChange spoilt(EpochChange change, AttackContext context) {
        List<QuorumCertificate> shown = new ArrayList<>(change.certificates());
        int place = context.random().below(shown.size());
        shown.set(place, spoilt(shown.get(place), context));
        return new EpochChange(change.view(), change.epoch(), shown);
    }

    private static QuorumCertificate spoilt(QuorumCertificate certificate, AttackContext context) {
        Signature bad = Signature.fromBytes(new byte[Signature.LENGTH]);
        List<Vote> votes = new ArrayList<>(certificate.votes());
        Optional<Signed<Header>> other = context.random().chance(0.3)
                ? Optional.of(new Signed<>(
                        certificate.proposal().signer(), certificate.proposal().header(), certificate.header(), bad))
                : Optional.empty();
        if (other.isEmpty()) {
            int place = context.random().below(votes.size());
            votes.set(place, new Vote(votes.get(place).member(), bad));
        }
        return new QuorumCertificate(certificate.kind(), other.orElse(certificate.proposal()), votes);
    }
}
