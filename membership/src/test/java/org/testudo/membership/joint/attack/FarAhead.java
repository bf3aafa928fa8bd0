package org.testudo.membership.joint.attack;

import java.util.List;
import org.testudo.abcast.core.Header;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/**
 * As the leader it signs, with each header that is due, many for slots that are far ahead, never the same twice: whoever takes
 * them holds all of them until the view ends (AB-31).
 */
public final class FarAhead implements Attack {
    private static final int EACH = 200;

    private long distance = 1_000;

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        if (layer == Layers.ABCAST) honest.forEach(action -> reachAhead(action, context));
        return honest;
    }

    private void reachAhead(Action<?> action, AttackContext context) {
        if (!(action instanceof Action.Multicast<?> it) || !(it.message() instanceof Header due)) return;
        for (int i = 0; i < EACH; i++) {
            distance++;
            context.multicast(Layers.ABCAST, new Header(due.view(), due.epoch(), due.slot() + distance, due.value()));
        }
    }
}
