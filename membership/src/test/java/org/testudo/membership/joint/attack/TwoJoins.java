package org.testudo.membership.joint.attack;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.testudo.abcast.core.Relay;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/**
 * Asks for a seat again and again by starts that it makes up, two at a time and different ones of each half: to have its keys
 * counted twice, to take a vacant seat beside its own, or to use up the others' keys (GM-23).
 */
public final class TwoJoins implements Attack {
    private static final Duration TIRED = Duration.ofSeconds(4);

    private Duration pace;
    private long start;

    @Override
    public void begin(AttackContext context) {
        pace = Duration.ofMillis(context.random().between(30, 400));
        start = context.origin().incarnation();
        context.later(pace, () -> join(context));
    }

    private void join(AttackContext context) {
        if (context.lives().known()) {
            start++;
            List<Signed<Request>> two = List.of(joining(context, "one"), joining(context, "two"));
            for (int i = 0; i < context.others().size(); i++) {
                context.send(Layers.ABCAST, context.others().get(i), new Relay(List.of(two.get(i % 2))));
            }
        }
        if (context.now().compareTo(TIRED) < 0) context.later(pace, () -> join(context));
    }

    private Signed<Request> joining(AttackContext context, String which) {
        List<StatementKey> keys = IntStream.range(0, 16)
                .mapToObj(i -> StatementKey.fromBytes(Digest.of(out -> out.writeText(which + " " + start + " " + i))
                        .toBytes()))
                .toList();
        Origin origin = Origin.of(context.self(), context.origin().key(), start);
        Request request = new Request(origin, 1, RequestClass.CONTROL, new Command.Join(keys).encode());
        Optional<Signature> signature = context.sign(request.header(context.lives()), request.signedBody());
        return request.signed(context.lives(), signature.orElseThrow());
    }

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        return honest;
    }
}
