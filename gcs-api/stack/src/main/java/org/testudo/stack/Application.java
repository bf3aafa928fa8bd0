package org.testudo.stack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.api.Delivery;
import org.testudo.api.GroupListener;
import org.testudo.api.Principal;
import org.testudo.api.Snapshots;
import org.testudo.api.StateMachine;
import org.testudo.api.TestudoException;
import org.testudo.api.ViewChange;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.Executed.Answer;
import org.testudo.kernel.notice.QueryDone;
import org.testudo.kernel.notice.QueryDue;
import org.testudo.kernel.order.Bundle;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.wire.MalformedException;

/** Calls the application's code: operations of clients go to its state machine, payloads of members to its listener. */
final class Application {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);
    private static final int MOST_ERROR_TEXT = 1_024;

    private final Optional<StateMachine> machine;
    private final GroupListener listener;
    private final int mostResult;
    private final Seldom malformed = new Seldom();
    private final Seldom failures = new Seldom();
    private long executed;

    /** @param mostResult the longest answer of the state machine, in bytes */
    Application(Optional<StateMachine> machine, GroupListener listener, int mostResult) {
        this.machine = machine;
        this.listener = listener;
        this.mostResult = mostResult;
    }

    /** Executes a slot's requests of class {@code APPLICATION} in order; gives the answers to clients. */
    List<Answer> execute(SlotDelivery slot, Outstanding outstanding) {
        List<Answer> answers = new ArrayList<>();
        int position = 0;
        for (Request request : slot.requests()) {
            if (request.kind() != RequestClass.APPLICATION) continue;
            if (request.origin().principal().kind() == Principal.Kind.CLIENT) {
                answers.add(answer(request, delivery(slot, position++, request, request.body())));
            } else {
                for (byte[] payload : payloads(request)) {
                    tell(delivery(slot, position++, request, payload), outstanding);
                }
            }
        }
        executed += position;
        return answers;
    }

    /** Answers a question between two slots; nothing is executed. */
    QueryDone answer(QueryDue due) {
        if (machine.isEmpty()) return refused(due, "this group has no state machine");
        try {
            byte[] result = machine.get().query(due.client(), due.query().clone());
            if (result == null) return refused(due, "the state machine gave no answer");
            if (result.length > mostResult) return refused(due, "the answer is longer than " + mostResult + " bytes");
            return new QueryDone(due.id(), result, false);
        } catch (RuntimeException e) {
            LOG.debug("query {} failed", due.id(), e);
            return refused(due, text(e));
        }
    }

    private static QueryDone refused(QueryDue due, String why) {
        return new QueryDone(due.id(), bounded(why), true);
    }

    /** None if it is no bundle: then its origin is faulty, and it is so at every member alike. */
    private List<byte[]> payloads(Request request) {
        try {
            return Bundle.decode(request.body());
        } catch (MalformedException e) {
            String why = e.getMessage();
            malformed.tell(times -> LOG.warn(
                    "request {} is no bundle of payloads, not delivered; such a one for the {}. time: {}",
                    request,
                    times,
                    why));
            return List.of();
        }
    }

    void installed(ViewChange change) {
        try {
            listener.onView(change);
        } catch (RuntimeException e) {
            LOG.warn("listener failed in onView of view {}", change.view().id(), e);
        }
    }

    /** Digest of the state; empty without a state machine. */
    byte[] digest() {
        return machine.map(StateMachine::digest).orElse(new byte[0]);
    }

    /** Whether its state can be written and taken back (AB-8). */
    boolean snapshots() {
        return state().isPresent();
    }

    /** That of the state machine; without one, the listener's own. */
    private Optional<Snapshots> state() {
        Object holder = machine.isPresent() ? machine.get() : listener;
        return holder instanceof Snapshots it ? Optional.of(it) : Optional.empty();
    }

    /** Its whole state; empty if it cannot be written now. */
    Optional<Snapshot> snapshot() {
        SnapshotWriter out = new SnapshotWriter();
        try {
            state().orElseThrow().writeSnapshot(out);
            return Optional.of(out.snapshot());
        } catch (IOException | RuntimeException e) {
            LOG.error("the application cannot write its state: this member takes no part in checkpoints any more", e);
            return Optional.empty();
        }
    }

    /** Takes a state in place of its own. */
    void restore(Snapshot snapshot) {
        try {
            state().orElseThrow().readSnapshot(new SnapshotReader(snapshot));
        } catch (IOException e) {
            throw new TestudoException("the application cannot read the group's state; run the same version of it", e);
        }
    }

    /** Requests executed so far. */
    long executed() {
        return executed;
    }

    private static Delivery delivery(SlotDelivery slot, int position, Request request, byte[] payload) {
        return new Delivery(
                request.origin().principal(),
                request.origin().incarnation(),
                request.number(),
                payload,
                slot.slot(),
                position,
                slot.view(),
                slot.agreedTime());
    }

    /** A failure is the operation's result, the same at all members (HOST-5); an {@code Error} is this member's own. */
    private Answer answer(Request request, Delivery delivery) {
        if (machine.isEmpty()) return failed(request, "this group has no state machine");
        try {
            byte[] result = machine.get().apply(delivery);
            if (result == null) return failed(request, "the state machine gave no result");
            if (result.length > mostResult)
                return failed(request, "the result is longer than " + mostResult + " bytes");
            return new Answer(request, result, false);
        } catch (RuntimeException e) {
            LOG.debug("operation {} failed", request, e);
            return failed(request, text(e));
        }
    }

    private static Answer failed(Request request, String text) {
        return new Answer(request, bounded(text), true);
    }

    private static byte[] bounded(String text) {
        String bounded = text.length() <= MOST_ERROR_TEXT ? text : text.substring(0, MOST_ERROR_TEXT);
        return bounded.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /**
     * Only texts that the application wrote: those of the Java platform differ between its versions, and then no f+1 answers
     * would be equal.
     */
    private static String text(RuntimeException failure) {
        Class<?> type = failure.getClass();
        boolean ofApplication = !type.getName().startsWith("java.")
                || type == IllegalArgumentException.class
                || type == IllegalStateException.class;
        boolean said = ofApplication && failure.getMessage() != null;
        return type.getName() + (said ? ": " + failure.getMessage() : "");
    }

    private void tell(Delivery delivery, Outstanding outstanding) {
        try {
            listener.onDelivery(delivery);
        } catch (RuntimeException e) {
            failures.tell(times -> LOG.warn(
                    "listener failed in onDelivery of slot {} position {}, for the {}. time",
                    delivery.slot(),
                    delivery.position(),
                    times,
                    e));
        }
        outstanding.delivered(delivery);
    }
}
