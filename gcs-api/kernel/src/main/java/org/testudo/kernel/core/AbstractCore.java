package org.testudo.kernel.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.view.ViewRecord;

/** Collects actions behind verbs, so that a handler reads like the paper, and dispatches events to handlers. */
public abstract class AbstractCore<M> implements ProtocolCore<M> {
    private List<Action<M>> actions = new ArrayList<>();
    private Tick now;

    @Override
    public final List<Action<M>> on(Tick tick, Event<M> event) {
        now = tick;
        actions = new ArrayList<>();
        dispatch(event);
        return actions;
    }

    private void dispatch(Event<M> event) {
        if (event instanceof Event.Received<M> it) onReceived(it.message());
        else if (event instanceof Event.TimerFired<M> it) onTimerFired(it.timer());
        else if (event instanceof Event.Delivered<M> it) onDelivered(it.delivery());
        else if (event instanceof Event.Submitted<M> it) onSubmitted(it.payload());
        else if (event instanceof Event.Installed<M> it) onInstalled(it.view());
        else if (event instanceof Event.Unchanged<M> it) onUnchanged(it.slot());
        else if (event instanceof Event.Noticed<M> it) onNoticed(it.notice());
        else if (event instanceof Event.Refuted<M> it) onRefuted(it.message(), it.claim());
        else if (event instanceof Event.Gap<M> it) onGap(it.from());
        else if (event instanceof Event.Persisted<M> it) onPersisted(it.entry());
        else if (event instanceof Event.Restored<M> it) onRestored(it.entries());
        else if (event instanceof Event.Applied<M> it) onApplied(it.slot(), it.result());
        else if (event instanceof Event.Computed<M> it) onComputed(it.task(), it.result());
    }

    /** When the present event happens. */
    protected final Tick now() {
        return now;
    }

    protected void onInstalled(ViewRecord view) {}

    protected void onUnchanged(long slot) {}

    /** Passes on what the layer above submits; a layer that orders overrides this. */
    protected void onSubmitted(Payload payload) {
        submit(payload);
    }

    /** Passes on what the layer below delivers. */
    protected void onDelivered(SlotDelivery delivery) {
        deliver(delivery);
    }

    protected void onReceived(Authentic<M> message) {}

    protected void onTimerFired(TimerId timer) {}

    protected void onNoticed(Notice notice) {}

    protected void onRefuted(Authentic<M> message, Claim claim) {}

    protected void onGap(MemberId from) {}

    protected void onPersisted(EntryId entry) {}

    protected void onRestored(List<byte[]> entries) {}

    protected void onApplied(long slot, Digest result) {}

    protected void onComputed(TaskId task, byte[] result) {}

    protected final void send(MemberId to, M message) {
        actions.add(new Action.Send<>(to, message));
    }

    protected final void multicast(M message) {
        actions.add(new Action.Multicast<>(message));
    }

    protected final void submit(Payload payload) {
        actions.add(new Action.Submit<>(payload));
    }

    protected final void deliver(SlotDelivery delivery) {
        actions.add(new Action.Deliver<>(delivery));
    }

    protected final void install(ViewRecord view) {
        actions.add(new Action.Install<>(view));
    }

    protected final void release(long slot) {
        actions.add(new Action.Release<>(slot));
    }

    protected final void arm(TimerId timer, Duration after) {
        actions.add(new Action.ArmTimer<>(timer, after));
    }

    protected final void disarm(TimerId timer) {
        actions.add(new Action.DisarmTimer<>(timer));
    }

    protected final void persist(EntryId entry, byte[] content) {
        actions.add(new Action.Persist<>(entry, content));
    }

    protected final void persist(EntryId entry, byte[] content, EntryRole role) {
        actions.add(new Action.Persist<>(entry, content, role));
    }

    protected final void announce(Notice notice) {
        actions.add(new Action.Announce<>(notice));
    }

    protected final void compute(TaskId task, java.util.function.Supplier<byte[]> work) {
        actions.add(new Action.Compute<>(task, work));
    }
}
