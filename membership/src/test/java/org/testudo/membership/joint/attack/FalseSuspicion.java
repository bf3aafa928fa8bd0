package org.testudo.membership.joint.attack;

import java.time.Duration;
import java.util.List;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.view.Occupant;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/** Suspects everybody else in turn, without end: with the slip of one correct member that is enough to deactivate (GM-4). */
public final class FalseSuspicion implements Attack {
    private static final Duration TIRED = Duration.ofSeconds(4);

    private Duration pace;

    @Override
    public void begin(AttackContext context) {
        pace = Duration.ofMillis(context.random().between(10, 150));
        context.later(pace, () -> suspect(context));
    }

    private void suspect(AttackContext context) {
        Occupant target = context.random().pick(context.view().occupants());
        Command command = context.random().chance(0.2)
                ? new Command.Withdraw(target.member(), target.incarnation())
                : new Command.Suspect(target.member(), target.incarnation());
        context.submit(Layers.ABCAST, new Payload.Own(RequestClass.CONTROL, command.encode()));
        if (context.now().compareTo(TIRED) < 0) context.later(pace, () -> suspect(context));
    }

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        return honest;
    }
}
