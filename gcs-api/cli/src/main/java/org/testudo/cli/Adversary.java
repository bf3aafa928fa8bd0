package org.testudo.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.testudo.abcast.core.Header;
import org.testudo.api.Delivery;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.api.Snapshots;
import org.testudo.api.StateMachine;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.CoreStack;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;

/**
 * What an attacker does with a member's process in demonstrations: once told so, it drops and corrupts what the honest cores
 * would send, and answers clients wrongly; or it proposes where it does not lead, and two things in one place where it does.
 * Until then the member is honest.
 */
final class Adversary implements CoreStack.Interceptor {
    private final Random random = new Random();
    private List<? extends MessageCodec<?>> codecs = List.of();
    private final Digest madeUp = Digest.of(out -> out.writeText("what nobody asked for"));
    private volatile boolean misbehaving;
    private volatile boolean usurping;
    private volatile Duration ahead = Duration.ZERO;
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

    /** From now on this member leads whoever leads: a step that convicts it by what it has signed (AD-10). */
    void usurp() {
        usurping = true;
    }

    /** From now on this member's wall clock is wrong by so much. */
    void setClock(Duration wrongBy) {
        ahead = wrongBy;
    }

    @Override
    public Instant wallClock(Instant right) {
        return right.plus(ahead);
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
        if (usurping) proposed(event).map(this::next).ifPresent(actions::add);
        // Only layers above the ordering are delivered to; from there a payload can be submitted.
        if (event instanceof Event.Delivered<?>) submitAccusations(actions);
        return actions;
    }

    /** What a leader proposes, this member or another; not what this one made up. */
    private Optional<Header> proposed(Event<?> event) {
        return event instanceof Event.Received<?> it
                        && it.message().message() instanceof Header header
                        && !header.value().equals(madeUp)
                ? Optional.of(header)
                : Optional.empty();
    }

    /** Something else in the next place: of who leads there will be two, of another one that it may not say. */
    private Action<?> next(Header header) {
        return new Action.Multicast<>(new Header(header.view(), header.epoch(), header.slot() + 1, madeUp));
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
    <S extends StateMachine & Snapshots> StateMachine corrupting(S service) {
        return new Corrupting<>(service);
    }

    private final class Corrupting<S extends StateMachine & Snapshots> implements StateMachine, Snapshots {
        private final S service;

        Corrupting(S service) {
            this.service = service;
        }

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

        @Override
        public void writeSnapshot(OutputStream to) throws IOException {
            service.writeSnapshot(to);
        }

        @Override
        public void readSnapshot(InputStream from) throws IOException {
            service.readSnapshot(from);
        }
    }
}
