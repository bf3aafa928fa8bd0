package org.testudo.membership.joint.attack;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.testudo.abcast.core.Header;
import org.testudo.abcast.core.OwnRequest;
import org.testudo.abcast.core.Value;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.attack.TowardEach;

/**
 * As the leader it does not wait for what a command does to the membership, but proposes at once for the slots after it; so
 * they may be certified when the view ends before them (AB-13, AB-14).
 */
public final class HastyLeader implements Attack {
    private static final int AHEAD = 3;

    private final Map<Origin, TreeMap<Long, Digest>> pending = new LinkedHashMap<>();
    private final Set<Digest> commands = new LinkedHashSet<>();
    private final Set<Digest> proposed = new LinkedHashSet<>();
    private final Set<Long> taken = new LinkedHashSet<>();

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        if (layer == Layers.MEMBERSHIP && event instanceof Event.Delivered<?> it) {
            it.delivery().requests().forEach(this::forget);
            taken.removeIf(slot -> slot <= it.delivery().slot());
        }
        if (layer != Layers.ABCAST) return honest;
        if (event instanceof Event.Received<?> it && it.message().message() instanceof OwnRequest own) {
            learn(own.request());
        }
        List<? extends Action<?>> kept = new Giving(taken).corrupt(layer, event, honest, context);
        honest.forEach(action -> hasten(action, context));
        return kept;
    }

    private void learn(Request request) {
        pending.computeIfAbsent(request.origin(), any -> new TreeMap<>()).put(request.number(), request.digest());
        if (request.kind() == RequestClass.CONTROL) commands.add(request.digest());
    }

    private void forget(Request request) {
        TreeMap<Long, Digest> ofOrigin = pending.get(request.origin());
        if (ofOrigin != null) ofOrigin.headMap(request.number(), true).clear();
    }

    private void hasten(Action<?> action, AttackContext context) {
        if (!(action instanceof Action.Multicast<?> it) || !(it.message() instanceof Value value)) return;
        proposed.addAll(value.requests());
        if (value.requests().stream().noneMatch(commands::contains)) return;
        for (long slot = value.slot() + 1; slot <= value.slot() + AHEAD; slot++) {
            List<Digest> next = next();
            if (next.isEmpty() || !taken.add(slot)) return;
            propose(new Value(slot, value.birthEpoch(), value.time(), next), context);
        }
    }

    /** The next request of some origin whose earlier ones are proposed. */
    private List<Digest> next() {
        for (TreeMap<Long, Digest> ofOrigin : pending.values()) {
            for (Digest each : ofOrigin.values()) if (proposed.add(each)) return List.of(each);
        }
        return List.of();
    }

    private void propose(Value value, AttackContext context) {
        Header header = new Header(context.view().id(), value.birthEpoch(), value.slot(), value.digest());
        context.multicast(Layers.ABCAST, header);
        context.multicast(Layers.ABCAST, value);
    }

    /** Keeps back what its honest core proposes for slots that are taken. */
    private static final class Giving extends TowardEach {
        private final Set<Long> taken;

        Giving(Set<Long> taken) {
            this.taken = Set.copyOf(taken);
        }

        @Override
        protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
            boolean late = parcel.message() instanceof Header header && taken.contains(header.slot())
                    || parcel.message() instanceof Value value && taken.contains(value.slot());
            if (!late) actions.add(parcel.send());
        }
    }
}
