package org.testudo.membership.joint.attack;

import java.time.Duration;
import java.util.List;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.order.RequestClass;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/** Goes and comes back as often as it may, to wear the others out with views; each uses up a key of every seat (GM-17). */
public final class Flapping implements Attack {
    private final Duration tired;
    private Duration pace;
    private boolean away;

    public Flapping() {
        this(Duration.ofSeconds(8));
    }

    /** Until then. */
    public Flapping(Duration tired) {
        this.tired = tired;
    }

    @Override
    public void begin(AttackContext context) {
        pace = Duration.ofMillis(context.random().between(20, 200));
        context.later(pace, () -> flap(context));
    }

    private void flap(AttackContext context) {
        away = !away;
        Command command = away ? new Command.Disconnect() : new Command.Reactivate();
        context.submit(Layers.ABCAST, new Payload.Own(RequestClass.CONTROL, command.encode()));
        if (context.now().compareTo(tired) < 0) context.later(pace, () -> flap(context));
    }

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        return honest;
    }
}
