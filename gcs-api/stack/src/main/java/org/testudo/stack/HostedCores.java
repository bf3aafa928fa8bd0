package org.testudo.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jgroups.Address;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.CoreStack;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.notice.ViewKeyRetired;
import org.testudo.kernel.notice.ViewKeysReady;
import org.testudo.kernel.notice.ViewKeysWanted;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/**
 * The cores of one member from one start of its stack to its stop, and what lies outside them: network, clock, keys, threads
 * and application. Methods of {@link CoreStack.Outside} run on the loop.
 */
final class HostedCores implements CoreStack.Outside {
    /** The most view keys that are made at once (GM-11). */
    private static final int MOST_KEYS = 64;

    private final StackContext context;
    private final SecureTransport transport;
    private final Surroundings surroundings;
    private final ViewRecords records;
    private final List<HostedLayer<?>> layers = new ArrayList<>();
    private final CoreStack cores;
    private final Loop loop;
    private final Outbox outbox;

    /** Who is told what leaves the cores; all on the loop but {@code halted}. */
    interface Surroundings {
        void delivered(SlotDelivery delivery);

        void installed(ViewRecord view);

        void announced(Notice notice);

        /** Something of ours has failed: the member must stop without leaving (HOST-5). */
        void failed(Throwable failure);
    }

    HostedCores(
            StackContext context,
            SecureTransport transport,
            List<? extends CoreHost<?>> hosts,
            CoreStack.Interceptor interceptor,
            Surroundings surroundings) {
        this.context = context;
        this.transport = transport;
        this.surroundings = surroundings;
        records = new ViewRecords(context.firstView(), transport::addressOf);
        for (CoreHost<?> host : hosts) layers.add(HostedLayer.of(layers.size(), host, context));
        cores = new CoreStack(layers.stream().map(HostedLayer::core).toList(), this, interceptor);
        String member = context.genesis().group() + "/" + context.self();
        loop = new Loop("testudo-loop " + member, this::settle, this::timerFired, surroundings::failed);
        outbox = new Outbox("testudo-signer " + member, surroundings::failed);
    }

    /** Starts the threads; the first event of every core is the view in which it begins. */
    void begin() {
        outbox.start();
        loop.start();
        loop.enqueue(() -> {
            installed(records.inForce());
            cores.postToAll(new Event.Installed<>(records.inForce()));
        });
    }

    /** Ends the threads; nothing is sent from here on. */
    void stop() {
        loop.stop();
        outbox.stop();
    }

    ViewRecords records() {
        return records;
    }

    Loop loop() {
        return loop;
    }

    HostedLayer<?> layer(CoreHost<?> host) {
        return layers.stream().filter(each -> each.host() == host).findFirst().orElseThrow();
    }

    /** From any thread. */
    void post(int layer, Event<?> event) {
        loop.enqueue(() -> cores.post(layer, event));
    }

    /** Hands a payload to the top of the stack, from any thread. */
    void submit(Payload payload) {
        post(layers.size() - 1, new Event.Submitted<>(payload));
    }

    /** To all layers, from any thread; {@code taken} runs on the loop when the notice is taken up. */
    void announce(Notice notice, Runnable taken) {
        loop.enqueue(() -> {
            taken.run();
            observe(notice);
            cores.postToAll(new Event.Noticed<>(notice));
        });
    }

    /** To all layers, from any thread. */
    void postToAll(Event<?> event) {
        loop.enqueue(() -> cores.postToAll(event));
    }

    private void settle() {
        while (cores.pending()) cores.step(loop.now());
    }

    private void timerFired(int layer, TimerId timer) {
        cores.post(layer, new Event.TimerFired<>(timer));
    }

    @Override
    public void send(int layer, MemberId to, Object message) {
        boolean known = records.inForce().occupant(to).isPresent();
        if (known) emit(layers.get(layer), List.of(to), message);
    }

    @Override
    public void multicast(int layer, Object message) {
        List<MemberId> occupants =
                records.inForce().occupants().stream().map(Occupant::member).toList();
        emit(layers.get(layer), occupants, message);
    }

    private <M> void emit(HostedLayer<M> layer, List<MemberId> to, Object message) {
        outbox.add(() -> {
            Optional<HostedLayer.Outgoing<M>> sealed =
                    layer.seal(Principal.of(context.self()), context.keys(), message);
            sealed.ifPresent(it -> transmit(layer, to, it));
        });
    }

    private <M> void transmit(HostedLayer<M> layer, List<MemberId> to, HostedLayer.Outgoing<M> sealed) {
        for (MemberId member : to) {
            if (member.equals(context.self())) {
                post(layer.index(), sealed.own());
            } else {
                Address address = transport.addressOf(member);
                layer.host().transmit(address, sealed.frame());
            }
        }
    }

    @Override
    public void armTimer(int layer, TimerId timer, java.time.Duration after) {
        loop.arm(layer, timer, after);
    }

    @Override
    public void disarmTimer(int layer, TimerId timer) {
        loop.disarm(layer, timer);
    }

    /** There is no journal: an entry is as durable as the member's memory. */
    @Override
    public void persist(int layer, Action.Persist<?> entry) {
        cores.post(layer, new Event.Persisted<>(entry.entry()));
    }

    @Override
    public void compute(int layer, Action.Compute<?> task) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void delivered(SlotDelivery delivery) {
        surroundings.delivered(delivery);
    }

    @Override
    public void installed(ViewRecord view) {
        records.install(view);
        outbox.add(() -> {
            context.keys().installed(view);
            transport.installed(view);
        });
        surroundings.installed(view);
    }

    @Override
    public void announced(int layer, Notice notice) {
        observe(notice);
    }

    private void observe(Notice notice) {
        if (notice instanceof ViewKeysWanted wanted) {
            int count = Math.min(MOST_KEYS, wanted.count());
            outbox.add(() -> announce(new ViewKeysReady(context.keys().newViewKeys(count)), () -> {}));
        } else if (notice instanceof ViewKeyRetired retired) {
            outbox.add(() -> context.keys().erase(retired.view()));
        }
        surroundings.announced(notice);
    }

    Consumer<Throwable> failure() {
        return surroundings::failed;
    }
}
