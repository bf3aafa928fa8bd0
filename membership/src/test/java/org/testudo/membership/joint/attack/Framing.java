package org.testudo.membership.joint.attack;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.testudo.abcast.core.Relay;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Evidence;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.command.Usurpation;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.Occupant;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/**
 * Sends a false charge of its own with the same charge in a correct member's name behind it. Whoever took that for the
 * member's would accuse a correct one, by evidence that the others can see to be false.
 */
public final class Framing implements Attack {
    private static final Signature MADE_UP = Signature.fromBytes(new byte[Signature.LENGTH]);
    private static final Duration EVERY = Duration.ofMillis(150);
    private static final int TIMES = 5;
    /** Of no request that will be ordered. */
    private static final long NUMBER = 1_000_000;

    @Override
    public void begin(AttackContext context) {
        context.later(EVERY, () -> frame(context, 1));
    }

    private void frame(AttackContext context, int times) {
        MemberId victim = context.random().pick(context.others());
        Optional<Origin> origin = context.view().occupant(victim).map(Occupant::origin);
        if (origin.isPresent()) {
            byte[] charge = charge(victim, context);
            Request own = new Request(context.origin(), NUMBER, RequestClass.CONTROL, charge);
            Request others = new Request(origin.get(), NUMBER, RequestClass.CONTROL, charge);
            context.sign(own.header(context.lives()), own.signedBody())
                    .map(signature -> own.signed(context.lives(), signature))
                    .ifPresent(signed -> show(context, signed, others.signed(context.lives(), MADE_UP)));
        }
        if (times < TIMES) context.later(EVERY, () -> frame(context, times + 1));
    }

    private static void show(AttackContext context, Signed<Request> own, Signed<Request> others) {
        context.multicast(Layers.ABCAST, new Relay(List.of(own, others)));
    }

    /** What the accused never signed. */
    private static byte[] charge(MemberId accused, AttackContext context) {
        var header = new StatementHeader.ViewBound(
                context.life(), context.view().id(), 0, context.view().firstSlot(), StatementTypes.HEADER);
        Evidence made = new Usurpation(new Claim.SignedBy(Principal.of(accused), header, new byte[] {1}, MADE_UP));
        return new Command.Convict(accused, 1, made).encode();
    }

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        return honest;
    }
}
