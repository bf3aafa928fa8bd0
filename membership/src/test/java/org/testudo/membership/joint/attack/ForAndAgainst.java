package org.testudo.membership.joint.attack;

import java.time.Duration;
import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.view.Occupant;
import org.testudo.membership.core.MembershipMessage.Signatures;
import org.testudo.membership.core.MembershipMessage.ViewSignature;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.attack.TowardEach;

/**
 * Signs for and against: two next views to everybody, each half being shown another one first; and it suspects and accuses a
 * member and takes the suspicion back in one breath, over and over.
 */
public final class ForAndAgainst implements Attack {
    private static final Duration PACE = Duration.ofMillis(120);
    private static final Duration TIRED = Duration.ofSeconds(6);

    @Override
    public void begin(AttackContext context) {
        context.later(PACE, () -> waver(context));
    }

    private void waver(AttackContext context) {
        Occupant target = context.random().pick(context.view().occupants());
        submit(context, new Command.Suspect(target.member(), target.incarnation()));
        submit(context, new Command.Withdraw(target.member(), target.incarnation()));
        submit(context, new Command.Suspect(target.member(), target.incarnation()));
        submit(context, new Command.Accuse(target.member(), target.incarnation(), "or perhaps not"));
        if (context.now().compareTo(TIRED) < 0) context.later(PACE, () -> waver(context));
    }

    private static void submit(AttackContext context, Command command) {
        context.submit(Layers.ABCAST, new Payload.Own(RequestClass.CONTROL, command.encode()));
    }

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        return new TwoViews().corrupt(layer, event, honest, context);
    }

    private static final class TwoViews extends TowardEach {
        @Override
        protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
            Object other = other(parcel.message());
            boolean first = half(parcel.to(), context);
            if (other != null && first) actions.add(new Action.Send<>(parcel.to(), other));
            actions.add(parcel.send());
            if (other != null && !first) actions.add(new Action.Send<>(parcel.to(), other));
        }

        private static boolean half(MemberId to, AttackContext context) {
            return context.everybody().indexOf(to) % 2 == 0;
        }

        /** The same digest to all, and by all that do this: it is to find friends. */
        private static Object other(Object message) {
            Digest another = Digest.of(out -> out.writeText("another view"));
            if (message instanceof ViewSignature it) return new ViewSignature(it.view(), another);
            if (message instanceof Signatures it) return new Signatures(it.view(), another, true, List.of());
            return null;
        }
    }
}
