package org.testudo.membership.joint.attack;

import java.util.ArrayList;
import java.util.List;
import org.testudo.abcast.core.OwnRequest;
import org.testudo.abcast.core.Relay;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Signed;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/** Keeps what others have said of each other, suspicions above all, and brings it again in each later view (GM-20). */
public final class OldSuspicions implements Attack {
    private static final int MOST = 64;

    private final List<Signed<Request>> kept = new ArrayList<>();

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        if (layer != Layers.ABCAST) return honest;
        if (event instanceof Event.Received<?> it) {
            if (it.message() instanceof Signed<?> signed && signed.message() instanceof OwnRequest own)
                keep(new Signed<>(signed.signer(), signed.header(), own.request(), signed.signature()));
            if (it.message().message() instanceof Relay relay) relay.requests().forEach(this::keep);
        }
        boolean again = event instanceof Event.Installed<?> && !kept.isEmpty();
        if (again) context.multicast(Layers.ABCAST, new Relay(List.copyOf(kept)));
        return honest;
    }

    private void keep(Signed<Request> request) {
        boolean command = request.message().kind() == RequestClass.CONTROL;
        if (command && kept.size() < MOST && !kept.contains(request)) kept.add(request);
    }
}
