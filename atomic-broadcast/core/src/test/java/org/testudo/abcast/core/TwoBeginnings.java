package org.testudo.abcast.core;

import static org.testudo.simulator.Simulation.ms;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.api.MemberId;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.statement.Signed;
import org.testudo.simulator.AttackContext;

/**
 * As a new leader begins its epoch twice: for one of the others on the epoch changes that came first, for the first one soon
 * after on those that came last; the last one is told nothing.
 */
final class TwoBeginnings extends Twist {
    private final Map<MemberId, Signed<EpochChange>> changes = new LinkedHashMap<>();

    @Override
    void heard(AbcastMessage message, Event.Received<?> event, AttackContext context) {
        if (!(message instanceof EpochChange it) || !(event.message() instanceof Signed<?> signed)) return;
        changes.put(signed.sender(), new Signed<>(signed.signer(), signed.header(), it, signed.signature()));
    }

    @Override
    AbcastMessage told(MemberId to, AbcastMessage message, AttackContext context) {
        List<MemberId> others = context.others();
        int place = others.indexOf(to);
        if (!(message instanceof NewEpoch it) || place > 0 && place < others.size() - 1) return message;
        if (place == 0) context.later(ms(4), () -> context.send(LAYER, to, other(it, context)));
        return null;
    }

    private NewEpoch other(NewEpoch first, AttackContext context) {
        List<Signed<EpochChange>> all = List.copyOf(changes.values());
        int quorum = context.view().quorum().intersecting();
        return new NewEpoch(first.view(), first.epoch(), all.subList(all.size() - quorum, all.size()));
    }
}
