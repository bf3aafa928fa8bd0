package org.testudo.membership.joint.attack;

import java.util.List;
import java.util.Optional;
import org.testudo.abcast.core.Relay;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.view.Occupant;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.attack.TowardEach;

/**
 * Hides whoever joins: passes its wish on to nobody, tells it nothing, and orders no command while it leads; it suspects it as soon
 * as it sits.
 */
public final class HiddenJoiner implements Attack {
    private final Censorship censorship = new Censorship();

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        return new Hiding().corrupt(layer, event, censorship.corrupt(layer, event, honest, context), context);
    }

    private static final class Hiding extends TowardEach {
        @Override
        protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
            boolean wish = parcel.message() instanceof Relay it
                    && it.requests().stream().anyMatch(each -> joins(each, context));
            if (!wish && !joins(parcel.to(), context)) actions.add(parcel.send());
        }

        private static boolean joins(Signed<Request> request, AttackContext context) {
            Optional<Command> command = request.message().command(context.life());
            return command.filter(Command.Join.class::isInstance).isPresent();
        }

        /** Not seated, or seated and not active yet. */
        private static boolean joins(MemberId member, AttackContext context) {
            return context.view().id() > 1
                    && context.view().occupant(member).filter(Occupant::active).isEmpty();
        }
    }
}
