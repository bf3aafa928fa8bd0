package org.testudo.membership.joint.attack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/** Brings again, and again, what operators have told the group: pinned and unpinned, it could undo and redo what it likes. */
public final class ReplayedInstructions implements Attack {
    private static final Duration TIRED = Duration.ofSeconds(8);

    private final List<Command.Operate> seen = new ArrayList<>();
    private Duration pace;

    @Override
    public void begin(AttackContext context) {
        pace = Duration.ofMillis(context.random().between(20, 200));
        context.later(pace, () -> replay(context));
    }

    private void replay(AttackContext context) {
        if (!seen.isEmpty()) {
            Command.Operate command = context.random().pick(seen);
            context.submit(Layers.ABCAST, new Payload.Own(RequestClass.CONTROL, command.encode()));
        }
        if (context.now().compareTo(TIRED) < 0) context.later(pace, () -> replay(context));
    }

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        if (layer == Layers.MEMBERSHIP && event instanceof Event.Delivered<?> delivered) {
            for (Request each : delivered.delivery().requests()) {
                each.command(context.life())
                        .filter(Command.Operate.class::isInstance)
                        .map(Command.Operate.class::cast)
                        .ifPresent(seen::add);
            }
        }
        return honest;
    }
}
