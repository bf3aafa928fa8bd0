package org.testudo.stack;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.blocks.MessageDispatcher;
import org.jgroups.blocks.RequestCorrelator;
import org.testudo.api.MemberId;
import org.testudo.stack.PairDoor.Manner;
import org.testudo.stack.pair.core.PairNotice;
import org.testudo.stack.pair.core.PairStream;

/**
 * An application on a plain {@code JChannel}, with what JGroups builds upon one: decides how each of its messages goes. One run of
 * the stack; safe for use by several threads.
 */
final class ChannelSide {
    /** Of {@code MessageDispatcher}: those that return the answers themselves. */
    private static final List<String> WAITING = List.of("castMessage", "sendMessage");

    /**
     * What is looked after of what JGroups builds upon a channel.
     *
     * @param calls of the application, and answers to them
     * @param names of counters; empty if the stack has no {@code COUNTER}
     */
    record Blocks(Calls calls, Optional<CounterNames> names) {}

    private final StackRuntime runtime;
    private final Duration patience;
    private final Calls calls;
    private final Optional<CounterNames> names;
    private final ChannelDoor door;
    private final PairDoor pairs;

    /**
     * @param patience how long a sender waits
     * @param window makes that of messages to one, for each stream
     * @param core takes what is for the core of these; false if it does not run
     * @param up where received messages go
     */
    ChannelSide(
            StackRuntime runtime,
            ChannelMessage codec,
            Blocks blocks,
            Duration patience,
            Supplier<PairWindow> window,
            Predicate<PairNotice> core,
            Consumer<Message> up) {
        this.runtime = runtime;
        this.patience = patience;
        calls = blocks.calls;
        names = blocks.names;
        Consumer<Message> application = message -> receive(message, up);
        door = new ChannelDoor(runtime, codec, calls, application);
        pairs = new PairDoor(runtime, codec, calls, window, core, application);
    }

    private void receive(Message message, Consumer<Message> up) {
        if (names.isPresent() && Calls.isOfCounter(message)) names.get().receive(message, up);
        else receiveOther(message, up);
    }

    /** A method that was called, and has ended with an error, ends this member as one in {@code receive} would. */
    private static void receiveOther(Message message, Consumer<Message> up) {
        Optional<CarriedCall> call = CarriedCall.in(message);
        up.accept(message);
        call.ifPresent(CarriedCall::rethrowError);
    }

    ChannelDoor door() {
        return door;
    }

    PairDoor pairs() {
        return pairs;
    }

    /** Calls and answers of members that were not let up. */
    long refusedCalls() {
        return calls.refused();
    }

    /** What members say of counters that was not let up, since there are as many as may be. */
    long refusedCounters() {
        return names.map(CounterNames::refused).orElse(0L);
    }

    /**
     * Sends what the application hands down.
     *
     * @throws IllegalStateException if the caller would wait for itself
     */
    void send(Message message, LanesRun run) {
        boolean confirmed = message.isFlagSet(Message.Flag.RSVP)
                && !message.isFlagSet(Message.TransientFlag.DONT_BLOCK)
                && !Calls.isAnswer(Calls.header(message));
        if (confirmed) requireOtherThread(run);
        if (message.dest() == null) toAll(message, run, confirmed);
        else toOne(message, run, confirmed);
    }

    private void requireOtherThread(LanesRun run) {
        boolean shown = run.inService();
        if (shown && !run.lane().isCurrent() && !runtime.onLoop()) return;
        throw new IllegalStateException("send: a message with the flag RSVP is sent by "
                + (shown ? "the thread that delivers" : "a thread that connects, before")
                + " what it would wait for; clear the flag there, or send on a thread of your own");
    }

    private void toAll(Message message, LanesRun run, boolean confirmed) {
        requireNobodyWaits(message, run, "so that members could wait for each other");
        calls.toAll(message);
        if (names.isPresent() && Calls.isOfCounter(message)) names.get().sent(message);
        door.sendToAll(message, run, patience, confirmed);
    }

    /** JGroups does not say whether its caller will wait for the answers. */
    private static void requireNobodyWaits(Message message, LanesRun run, String consequence) {
        if (!run.lane().isCurrent() || !Calls.isAsked(Calls.header(message))) return;
        boolean waits = StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(it -> it.getClassName().equals(MessageDispatcher.class.getName())
                        && WAITING.contains(it.getMethodName())));
        if (!waits) return;
        String whom = message.dest() == null ? "all" : "one member";
        throw new IllegalStateException("send: a call for " + whom + ", which waits for the answers, is made by the"
                + " thread that delivers what is for all, " + consequence + "; use a future or GET_NONE, or let the"
                + " dispatcher answer later (asyncDispatching)");
    }

    private void toOne(Message message, LanesRun run, boolean confirmed) {
        MemberId to = runtime.memberAt(message.dest())
                .orElseThrow(() -> new IllegalArgumentException("send: " + message.dest()
                        + " is no member of this group; take addresses from the view, or null for all"));
        requireNobodyWaits(message, run, "and one that does not answer would hold that up at this member");
        calls.toOne(message, to);
        if (Calls.isAnswer(Calls.header(message))) answer(message, to);
        else if (Calls.isOfCounter(message)) pairs.send(message, to, kept(Calls.isAnswer(message)));
        else pairs.send(message, to, new Manner(PairStream.MESSAGES, patience(message, run), false, confirmed));
    }

    private Duration patience(Message message, LanesRun run) {
        boolean mayWait =
                !run.lane().isCurrent() && !runtime.onLoop() && !message.isFlagSet(Message.TransientFlag.DONT_BLOCK);
        return mayWait ? patience : Duration.ZERO;
    }

    private static Manner kept(boolean answer) {
        return new Manner(answer ? PairStream.ANSWERS : PairStream.MESSAGES, Duration.ZERO, true, false);
    }

    /** Who called shall not wait in vain for an answer that is not carried. */
    private void answer(Message answer, MemberId to) {
        try {
            Calls.requireThrownOrReturned(answer);
            pairs.send(answer, to, kept(true));
        } catch (IllegalArgumentException e) {
            RequestCorrelator.Header header = Calls.header(answer);
            RequestCorrelator.Header failed =
                    new RequestCorrelator.Header(RequestCorrelator.Header.EXC_RSP, header.req_id, header.corrId);
            Object why = new IllegalArgumentException(
                    "the answer of " + runtime.context().self() + ": " + e.getMessage());
            pairs.send(new ObjectMessage(answer.dest(), why).putHeader(header.getProtId(), failed), to, kept(true));
        }
    }
}
