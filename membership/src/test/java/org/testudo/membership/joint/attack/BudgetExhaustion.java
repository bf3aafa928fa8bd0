package org.testudo.membership.joint.attack;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.testudo.abcast.core.Relay;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Occupant;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/**
 * Would have the budget of exclusions spent (GM-19), so that its friends stay in and the correct rest: it accuses all others on
 * its word, in chorus with its accomplices, or leaves its seat vacant and takes it again by starts that are never active.
 */
public final class BudgetExhaustion implements Attack {
    private static final Duration TIRED = Duration.ofSeconds(4);

    private Duration pace;
    private boolean leaves;
    private long start;

    @Override
    public void begin(AttackContext context) {
        pace = Duration.ofMillis(context.random().between(50, 300));
        leaves = context.random().chance(0.5);
        start = context.origin().incarnation();
        context.later(pace, () -> act(context));
    }

    private void act(AttackContext context) {
        if (context.lives().known() && leaves) comeAndGo(context);
        else if (context.lives().known()) context.others().forEach(other -> accuse(other, context));
        if (context.now().compareTo(TIRED) < 0) context.later(pace, () -> act(context));
    }

    private static void accuse(MemberId target, AttackContext context) {
        long incarnation =
                context.view().occupant(target).map(Occupant::incarnation).orElse(1L);
        submit(context, new Command.Accuse(target, incarnation, "it floods me"));
    }

    private void comeAndGo(AttackContext context) {
        if (context.view().seats(context.origin())) submit(context, new Command.Retire());
        else if (context.view().seatOf(context.self()).isEmpty()) join(context);
    }

    private static void submit(AttackContext context, Command command) {
        context.submit(Layers.ABCAST, new Payload.Own(RequestClass.CONTROL, command.encode()));
    }

    private void join(AttackContext context) {
        start++;
        List<StatementKey> keys = IntStream.range(0, 16)
                .mapToObj(i -> StatementKey.fromBytes(
                        Digest.of(out -> out.writeText(start + " " + i)).toBytes()))
                .toList();
        Origin origin = Origin.of(context.self(), context.origin().key(), start);
        Request request = new Request(origin, 1, RequestClass.CONTROL, new Command.Join(keys).encode());
        context.sign(request.header(context.lives()), request.signedBody()).ifPresent(signature -> {
            Signed<Request> signed = request.signed(context.lives(), signature);
            context.multicast(Layers.ABCAST, new Relay(List.of(signed)));
        });
    }

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        return honest;
    }
}
