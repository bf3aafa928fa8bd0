package org.testudo.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.testudo.api.Delivery;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.api.StateMachine;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.CoreStack;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;

/**
 * What an attacker does with a member's process in the demonstration: once told so, it drops and corrupts what the honest
 * cores would send, and answers clients wrongly. Until then the member is honest.
 */
final class Adversary implements CoreStack.Interceptor {
    private final Random random = new Random();
    private List<? extends MessageCodec<?>> codecs = List.of();
    private volatile boolean misbehaving;
    private volatile Optional<MemberId> victim = Optional.empty();
    private ViewRecord view;

    @Override
    public void begin(List<? extends MessageCodec<?>> ofLayers) {
        codecs = ofLayers;
    }

    /** From now on this member drops, corrupts and lies. */
    void misbehave() {
        misbehaving = true;
    }

    /** Accuses this member by forgeries at the next opportunity. */
    void accuse(MemberId target) {
        victim = Optional.of(target);
    }

    @Override
    public List<? extends Action<?>> intercept(int layer, Event<?> event, List<? extends Action<?>> honest) {
        if (event instanceof Event.Installed<?> it) view = it.view();
        List<Action<?>> actions = new ArrayList<>();
        for (Action<?> action : honest) {
            if (misbehaving) corrupt(layer, action, actions);
            else actions.add(action);
        }
        // Only layers above the ordering are delivered to; from there a payload can be submitted.
        if (event instanceof Event.Delivered<?>) submitAccusations(actions);
        return actions;
    }

    private void submitAccusations(List<Action<?>> actions) {
        victim.map(new Forgery(view)::accusationsOf)
                .ifPresent(forged -> forged.forEach(each -> actions.add(new Action.Submit<>(each))));
        victim = Optional.empty();
    }

    /** A third of what goes to other members is dropped, a third is changed. */
    private void corrupt(int layer, Action<?> action, List<Action<?>> actions) {
        boolean wire = action instanceof Action.Send<?> || action instanceof Action.Multicast<?>;
        int dice = wire ? random.nextInt(3) : 2;
        if (dice == 0) return;
        if (dice == 2) {
            actions.add(action);
        } else if (action instanceof Action.Send<?> send) {
            changed(layer, send.message()).ifPresent(message -> actions.add(new Action.Send<>(send.to(), message)));
        } else if (action instanceof Action.Multicast<?> multicast) {
            changed(layer, multicast.message()).ifPresent(message -> actions.add(new Action.Multicast<>(message)));
        }
    }

    /** The message with one bit turned, if that still is a message. */
    @SuppressWarnings("unchecked") // the codec of a layer fits the messages of that layer
    private Optional<Object> changed(int layer, Object message) {
        MessageCodec<Object> codec = (MessageCodec<Object>) codecs.get(layer);
        byte[] bytes = codec.encode(message);
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        try {
            return Optional.of(codec.decode(bytes));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /** A service whose answers are wrong from the moment of misbehaviour on. */
    StateMachine corrupting(StateMachine service) {
        return new StateMachine() {
            @Override
            public byte[] apply(Delivery operation) {
                return wrong(service.apply(operation));
            }

            @Override
            public byte[] query(Principal client, byte[] question) {
                return wrong(service.query(client, question));
            }

            private byte[] wrong(byte[] result) {
                if (misbehaving && result.length > 0) result[result.length - 1] ^= 1;
                return result;
            }

            @Override
            public byte[] digest() {
                return service.digest();
            }
        };
    }
}
