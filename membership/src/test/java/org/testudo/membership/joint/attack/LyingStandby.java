package org.testudo.membership.joint.attack;

import java.time.Duration;
import java.util.List;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/** Says that it is ready for slots that it has not delivered, and never was; for a standby (GM-15). */
public final class LyingStandby implements Attack {
    private static final Duration TIRED = Duration.ofSeconds(4);

    @Override
    public void begin(AttackContext context) {
        context.later(Duration.ofMillis(100), () -> lie(context));
    }

    private void lie(AttackContext context) {
        long slot = context.random().below(40);
        Command command = new Command.Ready(slot, Digest.of(out -> out.writeLong(slot)));
        context.submit(Layers.ABCAST, new Payload.Own(RequestClass.CONTROL, command.encode()));
        if (context.now().compareTo(TIRED) < 0) context.later(Duration.ofMillis(120), () -> lie(context));
    }

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        return honest;
    }
}
