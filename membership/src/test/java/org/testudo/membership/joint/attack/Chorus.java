package org.testudo.membership.joint.attack;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.view.Occupant;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/** All that are faulty accuse and suspect the same correct member at the same time, one after the other, without end (GM-4). */
public final class Chorus implements Attack {
    private static final Duration PACE = Duration.ofMillis(150);
    private static final Duration TIRED = Duration.ofSeconds(12);
    /** For so long they sing of one. */
    private static final long VERSE = 1_000;

    @Override
    public void begin(AttackContext context) {
        context.later(PACE, () -> sing(context));
    }

    private void sing(AttackContext context) {
        victim(context).ifPresent(it -> {
            submit(context, new Command.Accuse(it.member(), it.incarnation(), "we all saw it"));
            submit(context, new Command.Suspect(it.member(), it.incarnation()));
        });
        if (context.now().compareTo(TIRED) < 0) context.later(PACE, () -> sing(context));
    }

    /** The same for all of them: a function of the time. */
    private static Optional<Occupant> victim(AttackContext context) {
        List<MemberId> friends =
                context.accomplices().stream().map(AttackContext::self).toList();
        List<MemberId> correct = context.others().stream()
                .filter(each -> !friends.contains(each))
                .toList();
        int turn = (int) (context.now().toMillis() / VERSE % correct.size());
        return context.view().occupant(correct.get(turn));
    }

    private static void submit(AttackContext context, Command command) {
        context.submit(Layers.ABCAST, new Payload.Own(RequestClass.CONTROL, command.encode()));
    }

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        return honest;
    }
}
