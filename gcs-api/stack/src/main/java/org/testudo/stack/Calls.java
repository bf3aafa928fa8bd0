package org.testudo.stack;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jgroups.Header;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.blocks.MethodCall;
import org.jgroups.blocks.RequestCorrelator;
import org.testudo.api.MemberId;

/**
 * Calls and answers of JGroups' {@code RequestCorrelator} as they pass. It would take an answer from anyone who names the number
 * of a call, as often as it comes; here an answer counts from a member that was asked, and once. Safe for use by several threads.
 */
final class Calls {
    /** The most calls whose answers are awaited; past it the oldest is forgotten, and what still answers it is dropped. */
    static final int MOST_AWAITED = 16_384;

    private static final class Asked {
        private boolean all;
        private final Set<MemberId> some = new LinkedHashSet<>();
        private final Set<MemberId> answered = new LinkedHashSet<>();
    }

    private final CallsToOne permitted;
    private final LongAdder refused = new LongAdder();
    private final Map<Long, Asked> awaited = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Asked> eldest) {
            return size() > MOST_AWAITED;
        }
    };

    Calls(CallsToOne permitted) {
        this.permitted = permitted;
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
        if (isCall(header, message) && !permitted.permits(message.getObject())) {
            String method = ((MethodCall) message.getObject()).getMethodName();
            throw new IllegalArgumentException("send: a call of " + method + " to one member is refused; call it for"
                    + " all, or add " + method + " to calls_to_one of LANES at all members, if no state that all share"
                    + " depends on it");
        }
        if (!isAsked(header)) return;
        synchronized (this) {
            asked(header.requestId()).some.add(to);
        }
    }

    private static boolean isCall(RequestCorrelator.Header header, Message message) {
        boolean asks = header != null && header.type == RequestCorrelator.Header.REQ;
        return asks && message instanceof ObjectMessage && message.getObject() instanceof MethodCall;
    }

    private Asked asked(long id) {
        return awaited.computeIfAbsent(id, it -> new Asked());
    }

    /** Whether what came goes up: what is refused is counted. */
    boolean admits(Message message, MemberId from, boolean toAll) {
        RequestCorrelator.Header header = header(message);
        boolean admitted = !isAnswer(header) || isFirstAnswer(header.requestId(), from);
        if (!toAll && isCall(header, message)) {
            MethodCall call = message.getObject();
            admitted = permitted.permits(call);
            if (call instanceof CarriedCall it) it.toOne();
        }
        if (!admitted) refused.increment();
        return admitted;
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
