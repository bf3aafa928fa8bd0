package org.testudo.membership.joint.attack;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.testudo.abcast.core.Header;
import org.testudo.abcast.core.OwnRequest;
import org.testudo.abcast.core.Relay;
import org.testudo.abcast.core.Value;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Digest;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.attack.TowardEach;

/** Keeps commands from being ordered: relays none, and proposes and votes as if it had none (AB-20). */
public final class Censorship implements Attack {
    private final Set<Digest> commands = new LinkedHashSet<>();
    private final Set<Digest> values = new LinkedHashSet<>();

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        if (layer != Layers.ABCAST) return honest;
        if (event instanceof Event.Received<?> it) learn(it.message());
        for (Action<?> action : honest) if (action instanceof Action.Multicast<?> it) learnValue(it.message());
        return new Withholding().corrupt(layer, event, honest, context);
    }

    private void learn(Authentic<?> received) {
        if (received.message() instanceof OwnRequest it) learn(it.request());
        if (received.message() instanceof Relay it) it.requests().forEach(each -> learn(each.message()));
        learnValue(received.message());
    }

    private void learn(Request request) {
        if (request.kind() == RequestClass.CONTROL) commands.add(request.digest());
    }

    private void learnValue(Object message) {
        if (message instanceof Value it && it.requests().stream().anyMatch(commands::contains)) values.add(it.digest());
    }

    private final class Withholding extends TowardEach {
        @Override
        protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
            boolean censored = parcel.message() instanceof Header it && values.contains(it.value())
                    || parcel.message() instanceof Value value && values.contains(value.digest())
                    || parcel.message() instanceof Relay relay
                            && relay.requests().stream()
                                    .anyMatch(each -> each.message().kind() == RequestClass.CONTROL);
            if (!censored) actions.add(parcel.send());
        }
    }
}
