package org.testudo.stack;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jgroups.annotations.ManagedAttribute;
import org.testudo.api.Tolerance;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.stack.pair.core.PairMessage;

/** What {@link LANES} shows of its stack in JMX. From any thread. */
public abstract class LanesMeters extends CoreHost<PairMessage> {
    final LongAdder strayMessages = new LongAdder();
    StackRuntime runtime;
    volatile LanesRun run;
    volatile Optional<ChannelSide> channel = Optional.empty();

    @ManagedAttribute(description = "How many more faults the group can take; -1: there is no view")
    public int getFaultsLeft() {
        return tolerance().map(Tolerance::left).orElse(-1);
    }

    @ManagedAttribute(description = "The same in words, with what is amiss")
    public String getTolerance() {
        return tolerance().orElseGet(Tolerance::unknown).summary();
    }

    @ManagedAttribute(description = "What waits since too few seats would be left, and why")
    public String getAtTheFloor() {
        return tolerance().map(it -> String.join("; ", it.waiting())).orElse("");
    }

    private Optional<Tolerance> tolerance() {
        LanesRun running = run;
        ViewRecord view = runtime.viewInForce();
        return running == null || view == null
                ? Optional.empty()
                : Optional.of(running.board().tolerance(view));
    }

    @ManagedAttribute(description = "Slots that are delivered but not yet executed")
    public long getWaitingSlots() {
        LanesRun running = run;
        return running == null ? 0 : running.lane().waitingSlots();
    }

    @ManagedAttribute(description = "Submissions of this member that are not delivered yet")
    public int getOutstanding() {
        LanesRun running = run;
        return running == null ? 0 : running.outstanding().size();
    }

    @ManagedAttribute(description = "Entries that wait for the loop")
    public int getLoopQueue() {
        return runtime.depths().get(0);
    }

    @ManagedAttribute(description = "Entries that wait for the thread that signs and sends")
    public int getSigningQueue() {
        return runtime.depths().get(1);
    }

    @ManagedAttribute(description = "Messages of peers that wait to be verified, or for a later view")
    public int getVerificationQueue() {
        return runtime.depths().get(2);
    }

    @ManagedAttribute(
            description = "What was counted of each peer: malformed, refuted, dropped, parked, forgotten, outdated")
    public String getPeers() {
        return runtime.peerCounters().toString();
    }

    @ManagedAttribute(description = "Messages from addresses of no member, dropped")
    public long getStrangers() {
        return runtime.strangers();
    }

    @ManagedAttribute(description = "Messages that belong to no layer, dropped")
    public long getStrayMessages() {
        return strayMessages.sum();
    }

    @ManagedAttribute(
            description = "Messages to one member of which nobody knows whether they arrived, or that were not sent")
    public long getPairsLost() {
        return channel.map(it -> it.pairs().lost()).orElse(0L);
    }

    @ManagedAttribute(
            description = "Messages to this member alone that were not used: repeated, early, of no seated start")
    public long getPairsIgnored() {
        return channel.map(it -> it.pairs().ignored()).orElse(0L);
    }

    @ManagedAttribute(
            description = "Calls to this member alone that are not permitted, and answers that nobody asked for")
    public long getCallsRefused() {
        return channel.map(ChannelSide::refusedCalls).orElse(0L);
    }

    @ManagedAttribute(
            description = "Of counters, what members asked for beyond counter_names, or told without being asked")
    public long getCountersRefused() {
        return channel.map(ChannelSide::refusedCounters).orElse(0L);
    }
}
