package org.testudo.gacp.client;

import java.util.concurrent.CompletableFuture;
import org.testudo.api.MemberId;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;

/** One call of the application, from the call to its answer. Used by one thread, but for the future. */
final class Operation {
    private final RequestClass kind;
    private final byte[] body;
    private final long deadline;
    private final CompletableFuture<byte[]> future = new CompletableFuture<>();
    private Sent sent;
    private boolean settled;

    /** What has been sent of it, and when. */
    static final class Sent {
        final Request request;
        final byte[] signed;
        final ReplyCollector replies;
        final long since;
        MemberId contact;
        int attempts;
        long nextAttempt;

        Sent(Request request, byte[] signed, long since) {
            this.request = request;
            this.signed = signed;
            this.since = since;
            this.replies = new ReplyCollector(request);
            this.nextAttempt = since;
        }
    }

    /** @param deadline of the caller, in nanoseconds of the monotonic clock */
    Operation(RequestClass kind, byte[] body, long deadline) {
        this.kind = kind;
        this.body = body;
        this.deadline = deadline;
    }

    RequestClass kind() {
        return kind;
    }

    byte[] body() {
        return body;
    }

    long deadline() {
        return deadline;
    }

    CompletableFuture<byte[]> future() {
        return future;
    }

    /** Whether the caller still waits. */
    boolean awaited() {
        return !settled && !future.isDone();
    }

    /** The caller is told its outcome: nothing that comes later changes it. */
    void settled() {
        settled = true;
    }

    void sent(Sent now) {
        sent = now;
    }

    Sent sent() {
        return sent;
    }
}
