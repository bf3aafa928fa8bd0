package org.testudo.simulator.attack;

import java.util.ArrayList;
import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.view.Occupant;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/**
 * An attack on what is sent, decided for each receiver. All other actions stay, and so does what the member sends to itself:
 * its own cores keep running.
 */
public abstract class TowardEach implements Attack {
    /** One message on its way to one other member. */
    public record Parcel(int layer, MemberId to, Object message) {
        /** The honest action. */
        public Action<?> send() {
            return new Action.Send<>(to, message);
        }
    }

    @Override
    public final List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        List<Action<?>> actions = new ArrayList<>();
        for (Action<?> action : honest) {
            if (action instanceof Action.Send<?> send) {
                toward(new Parcel(layer, send.to(), send.message()), context, actions);
            } else if (action instanceof Action.Multicast<?> multicast) {
                for (Occupant each : context.view().occupants()) {
                    toward(new Parcel(layer, each.member(), multicast.message()), context, actions);
                }
            } else {
                actions.add(action);
            }
        }
        return actions;
    }

    private void toward(Parcel parcel, AttackContext context, List<Action<?>> actions) {
        if (parcel.to().equals(context.self())) actions.add(parcel.send());
        else corrupt(parcel, context, actions);
    }

    /** Adds what is done in place of this parcel. */
    protected abstract void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions);
}
