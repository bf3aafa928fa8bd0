package org.testudo.stack;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jgroups.Header;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.UpHandler;
import org.jgroups.blocks.MethodCall;
import org.jgroups.blocks.RequestCorrelator;
import org.jgroups.protocols.COUNTER;
import org.testudo.api.MemberId;

/**
 * Calls and answers of JGroups' {@code RequestCorrelator} as they pass. It would take an answer from anyone who names the number
 * of a call, as often as it comes; here an answer counts from a member that was asked, and once. Safe for use by several threads.
 */
final class Calls {
    /** The most calls whose answers are awaited; past it the oldest is forgotten, and what still answers it is dropped. */
    static final int MOST_AWAITED = 16_384;

    /** After so many further ones, and as many as wait, it looks for those that are over. */
    private static final int FEW = 64;

    private static final class Asked {
        private boolean all;
        private final Set<MemberId> some = new LinkedHashSet<>();
        private final Set<MemberId> answered = new LinkedHashSet<>();
    }

    private final CallsToOne permitted;
    private final Supplier<UpHandler> handler;
    private final LongAdder refused = new LongAdder();
    private final Map<Long, Asked> awaited = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Asked> eldest) {
            return size() > MOST_AWAITED;
        }
    };
    private int untilLook = FEW;

    /** @param handler that of the channel, or null */
    Calls(CallsToOne permitted, Supplier<UpHandler> handler) {
        this.permitted = permitted;
        this.handler = handler;
    }

    /** Whether it answers a call, or a request of {@code COUNTER}: somebody may wait for it. */
    static boolean isAnswer(Message message) {
        RequestCorrelator.Header header = header(message);
        return header == null ? isAnswerOfCounter(message) : isAnswer(header);
    }

    private static boolean isAnswerOfCounter(Message message) {
        return isOfCounter(message)
                && message.hasArray()
                && CounterBytes.isAnswer(message.getArray(), message.getOffset(), message.getLength());
    }

    static boolean isOfCounter(Message message) {
        return message.getHeaders().values().stream().anyMatch(COUNTER.CounterHeader.class::isInstance);
    }

    /** That of a call or an answer; null if the message is neither. */
    static RequestCorrelator.Header header(Message message) {
        for (Header each : message.getHeaders().values()) {
            if (each instanceof RequestCorrelator.Header it) return it;
        }
        return null;
    }

    static boolean isAnswer(RequestCorrelator.Header header) {
        return header != null && header.type != RequestCorrelator.Header.REQ;
    }

    static boolean isAsked(RequestCorrelator.Header header) {
        return header != null && header.type == RequestCorrelator.Header.REQ && header.rspExpected();
    }

    /**
     * An answer of this member goes to who called.
     *
     * @throws IllegalArgumentException if it is a failure that was returned, or something else that was thrown
     */
    static void requireThrownOrReturned(Message answer) {
        RequestCorrelator.Header header = header(answer);
        if (isThrownOrReturned(answer, header)) return;
        boolean thrown = isThrown(header);
        throw new IllegalArgumentException(
                thrown
                        ? "what is thrown is no exception in an ObjectMessage; throw one, to calls in an ObjectMessage"
                        : "an exception is returned; throw it, or return its message");
    }

    /** JGroups shows its filters what came, and not whether it was thrown: so one is told from the other by what it is. */
    private static boolean isThrownOrReturned(Message answer, RequestCorrelator.Header header) {
        return isThrown(header) == isFailure(answer);
    }

    private static boolean isThrown(RequestCorrelator.Header answer) {
        return answer.type == RequestCorrelator.Header.EXC_RSP;
    }

    private static boolean isFailure(Message answer) {
        return answer instanceof ObjectMessage && answer.getObject() instanceof Throwable;
    }

    /** A message of this member goes to all. */
    void toAll(Message message) {
        RequestCorrelator.Header header = header(message);
        if (!isAsked(header)) return;
        synchronized (this) {
            asked(header.requestId()).all = true;
        }
    }

    /**
     * A message of this member goes to one.
     *
     * @throws IllegalArgumentException if it is a call that may be made to all only
     */
    void toOne(Message message, MemberId to) {
        RequestCorrelator.Header header = header(message);
        if (isCall(header) && !permits(message)) {
            Optional<String> method = method(message).map(MethodCall::getMethodName);
            throw new IllegalArgumentException("send: a call of " + method.orElse("MessageDispatcher")
                    + " to one member is refused; call it for all, or add " + method.orElse("*")
                    + " to calls_to_one of LANES at all members, if no state that all share depends on it");
        }
        if (!isAsked(header)) return;
        synchronized (this) {
            asked(header.requestId()).some.add(to);
        }
    }

    private static boolean isCall(RequestCorrelator.Header header) {
        return header != null && header.type == RequestCorrelator.Header.REQ;
    }

    private boolean permits(Message call) {
        return method(call).map(permitted::permits).orElseGet(permitted::permitsAll);
    }

    /** Empty for a call of {@code MessageDispatcher}, which names no method. */
    private static Optional<MethodCall> method(Message call) {
        Object content = call instanceof ObjectMessage ? call.getObject() : null;
        return content instanceof MethodCall it ? Optional.of(it) : Optional.empty();
    }

    private Asked asked(long id) {
        if (untilLook-- <= 0) forgetWhatIsOver();
        return awaited.computeIfAbsent(id, it -> new Asked());
    }

    /** Nobody says that a call is over, because all have answered, or its caller waits no longer. */
    private void forgetWhatIsOver() {
        Dispatchers.pending(handler.get()).ifPresent(it -> awaited.keySet().retainAll(it.keySet()));
        untilLook = Math.max(FEW, awaited.size());
    }

    /** Calls of which it is still known who was asked. */
    synchronized int awaited() {
        return awaited.size();
    }

    /** Whether what came goes up: what is refused is counted. */
    boolean admits(Message message, MemberId from, boolean toAll) {
        RequestCorrelator.Header header = header(message);
        boolean admitted = isAnswer(header)
                ? isThrownOrReturned(message, header) && isDue(header, from, toAll)
                : toAll || !isCall(header) || permits(message);
        if (!admitted) refused.increment();
        else CarriedCall.in(message).ifPresent(it -> tell(it, toAll));
        return admitted;
    }

    /** Answers come to one; by the order, they would be handled by the thread that others rely on. */
    private boolean isDue(RequestCorrelator.Header answer, MemberId from, boolean toAll) {
        return !toAll && isFirstAnswer(answer.requestId(), from);
    }

    private void tell(CarriedCall call, boolean toAll) {
        if (!toAll) call.toOne();
        if (!call.useIds() && Dispatchers.byNumber(handler.get())) call.byNumber();
    }

    private synchronized boolean isFirstAnswer(long id, MemberId from) {
        Asked asked = awaited.get(id);
        boolean first = asked != null && (asked.all || asked.some.contains(from)) && asked.answered.add(from);
        if (first && !asked.all && asked.answered.containsAll(asked.some)) awaited.remove(id);
        return first;
    }

    /** Calls and answers that were not let up. */
    long refused() {
        return refused.sum();
    }
}
