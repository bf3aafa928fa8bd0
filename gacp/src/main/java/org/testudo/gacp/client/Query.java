package org.testudo.gacp.client;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.testudo.api.MemberId;
import org.testudo.gacp.core.SignedQueryReply;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;

/** One question of the application, from the call to its answer. Used by one thread, but for the future. */
final class Query {
    final byte[] body;
    final long deadline;
    final CompletableFuture<byte[]> future = new CompletableFuture<>();
    long number;
    Digest digest = Digest.ZERO;
    long since;
    long patienceEnds;
    final Set<MemberId> asked = new LinkedHashSet<>();
    final Map<MemberId, SignedQueryReply> replies = new LinkedHashMap<>();
    final Set<MemberId> verified = new LinkedHashSet<>();

    /** @param deadline of the caller, in nanoseconds of the monotonic clock */
    Query(byte[] body, long deadline) {
        this.body = body;
        this.deadline = deadline;
    }

    /** The same bytes, to be asked in the order. */
    Operation asOperation() {
        Operation operation = new Operation(RequestClass.APPLICATION, body, deadline);
        operation.future().whenComplete((result, error) -> {
            if (error == null) future.complete(result);
            else future.completeExceptionally(error);
        });
        return operation;
    }

    /** What was said before is void. */
    void restart() {
        asked.clear();
        replies.clear();
        verified.clear();
    }

    /** From this member nothing comes any more. */
    void without(MemberId member) {
        asked.remove(member);
        replies.remove(member);
        verified.remove(member);
    }
}
