package org.testudo.membership.joint.attack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.testudo.abcast.core.Commit;
import org.testudo.abcast.core.Header;
import org.testudo.abcast.core.Prepare;
import org.testudo.abcast.core.Value;
import org.testudo.api.MemberId;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signed;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/** As the leader it proposes one value to some and another to the others, and votes for each before those who know it. */
public final class EquivocatingLeader implements Attack {
    private final Map<Digest, Value> lies = new LinkedHashMap<>();
    private final Set<MemberId> deceived = new LinkedHashSet<>();
    private double share;

    @Override
    public void begin(AttackContext context) {
        for (MemberId each : context.others()) if (context.random().chance(0.5)) deceived.add(each);
        share = 0.1 + 0.9 * context.random().fraction();
    }

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        if (layer != Layers.ABCAST) return honest;
        for (Action<?> action : honest) if (message(action) instanceof Value value) invent(value, context);
        return new Telling(context).corrupt(layer, event, honest, context);
    }

    private static Object message(Action<?> action) {
        return action instanceof Action.Multicast<?> it ? it.message() : null;
    }

    private void invent(Value value, AttackContext context) {
        if (!context.random().chance(share)) return;
        List<Digest> requests = new ArrayList<>(value.requests());
        if (requests.size() > 1 && context.random().chance(0.5)) Collections.reverse(requests);
        else if (!requests.isEmpty() && context.random().chance(0.5)) requests.remove(requests.size() - 1);
        lies.put(
                value.digest(),
                new Value(value.slot(), value.birthEpoch(), value.time().plusMillis(1), requests));
    }

    private final class Telling extends org.testudo.simulator.attack.TowardEach {
        private final AttackContext own;

        Telling(AttackContext own) {
            this.own = own;
        }

        @Override
        protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
            Optional<Object> lie = deceived.contains(parcel.to()) ? lie(parcel.message()) : Optional.empty();
            actions.add(lie.isPresent() ? new Action.Send<>(parcel.to(), lie.get()) : parcel.send());
        }

        private Optional<Object> lie(Object message) {
            if (message instanceof Value it) return Optional.ofNullable(lies.get(it.digest()));
            if (message instanceof Header it) return lie(it).map(Object.class::cast);
            if (message instanceof Prepare it) return signedLie(it.proposal()).map(Prepare::new);
            if (message instanceof Commit it) return signedLie(it.proposal()).map(Commit::new);
            return Optional.empty();
        }

        private Optional<Header> lie(Header header) {
            return Optional.ofNullable(lies.get(header.value()))
                    .map(value -> new Header(header.view(), header.epoch(), header.slot(), value.digest()));
        }

        private Optional<Signed<Header>> signedLie(Signed<Header> proposal) {
            if (!proposal.sender().equals(own.self())) return Optional.empty();
            return lie(proposal.message()).flatMap(lie -> own.mint(Layers.ABCAST, lie));
        }
    }
}
