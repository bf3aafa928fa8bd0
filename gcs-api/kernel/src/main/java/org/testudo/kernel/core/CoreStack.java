package org.testudo.kernel.core;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.Invariant;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.view.ViewRecord;

/**
 * The cores of one member, bottom up, run one event at a time. What one core asks of another becomes an event at the end of
 * a queue, never a call; host and simulation both use this class, so the interleaving is the same in both. Used by one
 * thread.
 */
public final class CoreStack {
    /** What lies outside the cores: the network, the clock, storage, threads and the application. */
    public interface Outside {
        void send(int layer, MemberId to, Object message);

        void multicast(int layer, Object message);

        void armTimer(int layer, TimerId timer, java.time.Duration after);

        void disarmTimer(int layer, TimerId timer);

        /**
         * Must be answered by {@link CoreStack#post} of {@link Event.Persisted}. Asked for at once, in order, although actions
         * before it may still wait for an earlier entry: so a journal can make many entries durable together.
         */
        void persist(int layer, Action.Persist<?> entry);

        /** Must be answered by {@link CoreStack#post} of {@link Event.Computed}. */
        void compute(int layer, Action.Compute<?> task);

        /** A slot leaves the top of the stack. */
        void delivered(SlotDelivery delivery);

        /** A layer installed a view; it takes effect before anything that the layer asks for later. */
        void installed(ViewRecord view);

        void announced(int layer, Notice notice);
    }

    /** Stands between a core and its effects; an adversary replaces what an honest core would do. */
    @FunctionalInterface
    public interface Interceptor {
        /** Called by a host before the first event, with the codecs of its layers, bottom up. */
        default void begin(List<? extends MessageCodec<?>> codecs) {}

        /** What the member's wall clock shows in place of the right time. */
        default Instant wallClock(Instant right) {
            return right;
        }

        List<? extends Action<?>> intercept(int layer, Event<?> event, List<? extends Action<?>> honest);
    }

    private record Pending(int layer, Event<?> event) {}

    private final List<Layer<?>> layers = new ArrayList<>();
    private final Deque<Pending> queue = new ArrayDeque<>();
    private final Outside outside;
    private final Interceptor interceptor;

    public CoreStack(List<? extends ProtocolCore<?>> cores, Outside outside) {
        this(cores, outside, (layer, event, honest) -> honest);
    }

    public CoreStack(List<? extends ProtocolCore<?>> cores, Outside outside, Interceptor interceptor) {
        this.outside = outside;
        this.interceptor = interceptor;
        for (ProtocolCore<?> core : cores) layers.add(new Layer<>(core));
    }

    public int size() {
        return layers.size();
    }

    /** Puts an event for one layer at the end of the queue. */
    public void post(int layer, Event<?> event) {
        queue.add(new Pending(layer, event));
    }

    /** Puts an event at the end of the queue for every layer, bottom up. */
    public void postToAll(Event<?> event) {
        for (int layer = 0; layer < layers.size(); layer++) post(layer, event);
    }

    /** Whether {@link #step} has something to do. */
    public boolean pending() {
        return !queue.isEmpty();
    }

    /** Takes one event from the queue. */
    public void step(Tick now) {
        Pending next = queue.remove();
        Layer<?> layer = layers.get(next.layer);
        List<? extends Action<?>> honest = layer.on(now, next.event);
        layer.release(next.layer);
        for (Action<?> action : interceptor.intercept(next.layer, next.event, honest))
            layer.perform(next.layer, action);
    }

    /** Takes events until none is left. */
    public void run(Tick now) {
        while (pending()) step(now);
    }

    private void perform(int layer, Action<?> action) {
        if (action instanceof Action.Send<?> it) outside.send(layer, it.to(), it.message());
        else if (action instanceof Action.Multicast<?> it) outside.multicast(layer, it.message());
        else if (action instanceof Action.Submit<?> it) below(layer, new Event.Submitted<>(it.payload()));
        else if (action instanceof Action.Deliver<?> it) above(layer, it.delivery());
        else if (action instanceof Action.Install<?> it) install(layer, it.view());
        else if (action instanceof Action.Release<?> it) release(layer, it.slot());
        else if (action instanceof Action.ArmTimer<?> it) outside.armTimer(layer, it.timer(), it.after());
        else if (action instanceof Action.DisarmTimer<?> it) outside.disarmTimer(layer, it.timer());
        else if (action instanceof Action.Persist<?> it) outside.persist(layer, it);
        else if (action instanceof Action.Announce<?> it) announce(layer, it.notice());
        else if (action instanceof Action.Compute<?> it) outside.compute(layer, it);
    }

    private void below(int layer, Event<?> event) {
        Invariant.check(layer > 0, "layer 0 submits, but nothing is below it");
        post(layer - 1, event);
    }

    private void above(int layer, SlotDelivery delivery) {
        if (layer + 1 == layers.size()) outside.delivered(delivery);
        else post(layer + 1, new Event.Delivered<>(delivery));
    }

    private void install(int layer, ViewRecord view) {
        outside.installed(view);
        postToOthers(layer, new Event.Installed<>(view));
    }

    private void release(int layer, long slot) {
        for (int below = 0; below < layer; below++) post(below, new Event.Unchanged<>(slot));
    }

    private void announce(int layer, Notice notice) {
        outside.announced(layer, notice);
        postToOthers(layer, new Event.Noticed<>(notice));
    }

    private void postToOthers(int layer, Event<?> event) {
        for (int other = 0; other < layers.size(); other++) if (other != layer) post(other, event);
    }

    /** One core with its actions that wait for a {@link Action.Persist} before them. */
    private final class Layer<M> {
        private final ProtocolCore<M> core;

        /** What waits, in order; an {@link Action.Persist} stands where its entry is not durable yet. */
        private final Deque<Action<?>> later = new ArrayDeque<>();

        Layer(ProtocolCore<M> core) {
            this.core = core;
        }

        @SuppressWarnings("unchecked") // whoever posts an event knows the layer's messages
        List<Action<M>> on(Tick now, Event<?> event) {
            if (event instanceof Event.Persisted<?> it) persisted(it.entry());
            return core.on(now, (Event<M>) event);
        }

        /** Entries become durable in order, so this one is the first of those that wait. */
        private void persisted(EntryId entry) {
            for (var each = later.iterator(); each.hasNext(); ) {
                if (!(each.next() instanceof Action.Persist<?> it)
                        || !it.entry().equals(entry)) continue;
                each.remove();
                return;
            }
        }

        void perform(int index, Action<?> action) {
            boolean entry = action instanceof Action.Persist<?>;
            if (entry || later.isEmpty()) CoreStack.this.perform(index, action);
            if (entry || !later.isEmpty()) later.add(action);
        }

        void release(int index) {
            while (!later.isEmpty() && !(later.peek() instanceof Action.Persist<?>)) {
                CoreStack.this.perform(index, later.remove());
            }
        }
    }
}
