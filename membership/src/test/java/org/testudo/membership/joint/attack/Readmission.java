package org.testudo.membership.joint.attack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/**
 * Brings in friends: starts of members that are excluded, under their old key, under the bearer's own, and in their old start; and
 * of a member that is on no roster. Whoever is excluded has no connection any more, so a friend that still sits relays what it
 * signs (GM-6, GM-16).
 */
public final class Readmission implements Attack {
    private static final Duration PACE = Duration.ofMillis(200);
    private static final Duration TIRED = Duration.ofSeconds(12);

    /** Starts of friends are later than any that they have had. */
    private static final long LATER = 100_000;

    private long start;

    @Override
    public void begin(AttackContext context) {
        start = context.origin().incarnation() + LATER;
        context.later(PACE, () -> bring(context));
    }

    private void bring(AttackContext context) {
        if (context.lives().known()) {
            List<Signed<Request>> friends = new ArrayList<>();
            start++;
            for (AttackContext each : context.accomplices()) {
                StatementKey old = each.origin().key();
                long before = each.origin().incarnation();
                joining(each, context, Origin.of(each.self(), old, start)).ifPresent(friends::add);
                joining(each, context, Origin.of(each.self(), old, before)).ifPresent(friends::add);
                joining(
                                context,
                                context,
                                Origin.of(each.self(), context.origin().key(), start))
                        .ifPresent(friends::add);
            }
            MemberId stranger = new MemberId("stranger");
            joining(context, context, Origin.of(stranger, context.origin().key(), start))
                    .ifPresent(friends::add);
            friends.forEach(each -> context.submit(Layers.ABCAST, new Payload.Relayed(each)));
            context.multicast(Layers.ABCAST, new Relay(friends));
        }
        if (context.now().compareTo(TIRED) < 0) context.later(PACE, () -> bring(context));
    }

    private Optional<Signed<Request>> joining(AttackContext signer, AttackContext bearer, Origin origin) {
        List<StatementKey> keys = IntStream.range(0, 16)
                .mapToObj(i -> StatementKey.fromBytes(Digest.of(out -> out.writeText("friend " + start + " " + i))
                        .toBytes()))
                .toList();
        Request request = new Request(origin, 1, RequestClass.CONTROL, new Command.Join(keys).encode());
        Optional<Signature> signature = signer.sign(request.header(bearer.lives()), request.signedBody());
        return signature.map(it -> request.signed(bearer.lives(), it));
    }

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        return honest;
    }
}
