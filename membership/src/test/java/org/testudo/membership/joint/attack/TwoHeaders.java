package org.testudo.membership.joint.attack;

import java.util.List;
import org.testudo.abcast.core.Header;
import org.testudo.abcast.core.OwnRequest;
import org.testudo.abcast.core.Value;
import org.testudo.api.MemberId;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.order.Request;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.attack.TowardEach;

/**
 * As the leader of a view after the first it tells the last of the others that a slot is empty (AD-10). Excluded, it has no
 * honest layers any more, but goes on to send what it is asked to have ordered.
 */
public final class TwoHeaders implements Attack {
    private long number;

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        if (layer == Layers.MEMBERSHIP
                && event instanceof Event.Submitted<?> it
                && it.payload() instanceof Payload.Own own
                && context.view().excluded(context.self())) {
            Request request = new Request(context.origin(), ++number, own.kind(), own.body());
            context.multicast(Layers.ABCAST, new OwnRequest(request, List.of()));
        }
        for (Action<?> each : honest) count(each);
        return new Telling().corrupt(layer, event, honest, context);
    }

    private void count(Action<?> action) {
        if (action instanceof Action.Multicast<?> it && it.message() instanceof OwnRequest own) {
            number = Math.max(number, own.request().number());
        }
    }

    private static final class Telling extends TowardEach {
        @Override
        protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
            List<MemberId> others = context.others();
            boolean deceived = parcel.to().equals(others.get(others.size() - 1));
            boolean lies = deceived && parcel.message() instanceof Header it && it.view() > 0;
            actions.add(lies ? new Action.Send<>(parcel.to(), other((Header) parcel.message())) : parcel.send());
        }

        private static Header other(Header honest) {
            return new Header(
                    honest.view(),
                    honest.epoch(),
                    honest.slot(),
                    Value.empty(honest.slot()).digest());
        }
    }
}
