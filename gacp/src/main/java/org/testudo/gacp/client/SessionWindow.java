package org.testudo.gacp.client;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signer;
import org.testudo.kernel.wire.WireWriter;

/**
 * The requests of one session: numbers without gaps, at most W of them from the lowest unanswered one on (AB-21, AB-22). A
 * request whose caller has given up stays until it is answered: its number must be filled. Used by one thread.
 */
final class SessionWindow {
    private final Origin origin;
    private final Signer signer;
    private final int most;
    private final Deque<Operation> waiting = new ArrayDeque<>();
    private final TreeMap<Long, Operation> outstanding = new TreeMap<>();
    private long next = 1;
    private boolean open;

    SessionWindow(Origin origin, Signer signer, int most) {
        this.origin = origin;
        this.signer = signer;
        this.most = most;
    }

    long session() {
        return origin.incarnation();
    }

    boolean isOpen() {
        return open;
    }

    void opened() {
        open = true;
    }

    /** Whether the request that opens the session waits or is on its way, or was. */
    boolean begun() {
        return next > 1 || !waiting.isEmpty();
    }

    void enqueue(Operation operation) {
        waiting.add(operation);
    }

    /**
     * The next operation that may be sent now, numbered and signed for the life of the group; the opening of the session goes
     * alone and first.
     */
    Optional<Operation> admit(Lives lives, long now) {
        while (!waiting.isEmpty() && !waiting.peek().awaited()) waiting.remove();
        if (waiting.isEmpty() || !(open || next == 1)) return Optional.empty();
        if (!outstanding.isEmpty() && next >= outstanding.firstKey() + most) return Optional.empty();
        Operation operation = waiting.remove();
        operation.sent(sign(operation, lives, now));
        outstanding.put(next++, operation);
        return Optional.of(operation);
    }

    private Operation.Sent sign(Operation operation, Lives lives, long now) {
        Request request = new Request(origin, next, operation.kind(), operation.body());
        Signature signature = signer.sign(request.header(lives), request.signedBody())
                .orElseThrow(() -> new IllegalStateException("the statement key of " + origin + " has been erased"));
        byte[] signed = WireWriter.bytes(out -> Request.writeSigned(request.signed(lives, signature), out));
        return new Operation.Sent(request, signed, now);
    }

    Optional<Operation> outstanding(long number) {
        return Optional.ofNullable(outstanding.get(number));
    }

    Collection<Operation> outstanding() {
        return List.copyOf(outstanding.values());
    }

    Collection<Operation> waiting() {
        return List.copyOf(waiting);
    }

    /**
     * When something is to be sent again, or a caller is to be told that it waits no longer. Those that are not sent yet can be
     * many: they are looked at now and then.
     */
    long due(long lastTick) {
        long due = waiting.isEmpty() ? Long.MAX_VALUE : lastTick + ClientLoop.NOW_AND_THEN;
        for (Operation each : outstanding.values()) {
            due = Math.min(due, each.sent().nextAttempt);
            if (each.awaited()) due = Math.min(due, each.deadline());
        }
        return due;
    }

    void answered(long number) {
        outstanding.remove(number);
    }

    /** Nothing is on its way or waiting, but for what no caller awaits. */
    boolean drained() {
        return waiting.isEmpty() && outstanding.values().stream().noneMatch(Operation::awaited);
    }

    static Operation opening(byte[] card) {
        return new Operation(RequestClass.SESSION, card, Long.MAX_VALUE);
    }

    static Operation closing(long deadline) {
        return new Operation(RequestClass.SESSION, new byte[0], deadline);
    }
}
