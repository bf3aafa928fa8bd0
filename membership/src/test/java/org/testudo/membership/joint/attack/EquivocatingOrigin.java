package org.testudo.membership.joint.attack;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.testudo.abcast.core.OwnRequest;
import org.testudo.abcast.core.Relay;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.attack.TowardEach;

/** Gives each member another body under one number, and some members none (AB-19, AB-21). */
public final class EquivocatingOrigin extends TowardEach {
    @Override
    protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
        boolean own = parcel.message() instanceof OwnRequest it && it.request().kind() == RequestClass.APPLICATION;
        if (!own || context.random().chance(0.3)) {
            actions.add(parcel.send());
        } else if (context.random().chance(0.7)) {
            Request request = ((OwnRequest) parcel.message()).request();
            byte[] body = ("other " + context.random().below(3)).getBytes(StandardCharsets.UTF_8);
            Relay relay = new Relay(List.of(context.request(request.kind(), request.number(), body)));
            context.sendBytes(
                    parcel.layer(), parcel.to(), context.codec(parcel.layer()).encode(relay), Optional.empty());
        }
    }
}
