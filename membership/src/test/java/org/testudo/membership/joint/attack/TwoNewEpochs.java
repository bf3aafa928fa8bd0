package org.testudo.membership.joint.attack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.abcast.core.EpochChange;
import org.testudo.abcast.core.NewEpoch;
import org.testudo.api.MemberId;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.statement.Signed;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.attack.TowardEach;

/** As a new leader it begins one epoch on different sets of epoch changes, its own rewritten among them. */
public final class TwoNewEpochs implements Attack {
    private final Map<Long, Map<MemberId, Signed<EpochChange>>> changes = new LinkedHashMap<>();

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        if (layer != Layers.ABCAST) return honest;
        if (event instanceof Event.Received<?> it && it.message() instanceof Signed<?> signed) learn(signed);
        return new Telling().corrupt(layer, event, honest, context);
    }

    private void learn(Signed<?> signed) {
        if (!(signed.message() instanceof EpochChange it)) return;
        changes.computeIfAbsent(it.epoch(), any -> new LinkedHashMap<>())
                .put(signed.sender(), new Signed<>(signed.signer(), signed.header(), it, signed.signature()));
    }

    private final class Telling extends TowardEach {
        @Override
        protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
            if (!(parcel.message() instanceof NewEpoch it)) {
                actions.add(parcel.send());
                return;
            }
            int delay = context.random().below(60);
            context.later(
                    java.time.Duration.ofMillis(delay),
                    () -> context.send(parcel.layer(), parcel.to(), other(it, context)));
        }

        private NewEpoch other(NewEpoch honest, AttackContext context) {
            Map<MemberId, Signed<EpochChange>> known = new LinkedHashMap<>();
            changes.getOrDefault(honest.epoch(), Map.of()).forEach(known::put);
            honest.changes().forEach(each -> known.put(each.sender(), each));
            EpochChange empty = new EpochChange(honest.view(), honest.epoch(), List.of());
            context.mint(Layers.ABCAST, empty).ifPresent(each -> known.put(context.self(), each));
            List<Signed<EpochChange>> some = new ArrayList<>(known.values());
            Collections.rotate(some, context.random().below(some.size()));
            int quorum = context.view().quorum().intersecting();
            return new NewEpoch(honest.view(), honest.epoch(), some.subList(0, Math.min(quorum, some.size())));
        }
    }
}
