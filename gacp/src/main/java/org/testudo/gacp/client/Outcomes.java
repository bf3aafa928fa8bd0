package org.testudo.gacp.client;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.testudo.api.TestudoException;
import org.testudo.kernel.order.RequestClass;

/** Tells callers what became of their operations, and counts it. Used by one thread. */
final class Outcomes {
    private final ClientListener listener;
    private final ClientCounters counters;
    private final Executor completions;

    /** @param completions runs what callers have attached to their futures */
    Outcomes(ClientListener listener, ClientCounters counters, Executor completions) {
        this.listener = listener;
        this.counters = counters;
        this.completions = completions;
    }

    /** The group has answered. */
    void answered(Operation operation, ReplyCollector.Accepted accepted, long now) {
        if (operation.kind() == RequestClass.APPLICATION) count(operation.sent(), accepted, now);
        if (accepted.result().isEmpty()) fail(operation, resultGone(accepted));
        else if (accepted.reply().failed())
            fail(operation, new OperationFailedException(accepted.result().get()));
        else {
            operation.settled();
            completions.execute(
                    () -> operation.future().complete(accepted.result().get()));
        }
    }

    private void count(Operation.Sent sent, ReplyCollector.Accepted accepted, long now) {
        boolean failed = accepted.reply().failed();
        counters.count(ClientCounter.ANSWERED);
        if (failed) counters.count(ClientCounter.FAILED);
        listener.onAnswered(new ClientListener.Answer(
                accepted.reply().client().incarnation(),
                accepted.reply().number(),
                accepted.reply().slot(),
                accepted.view(),
                failed,
                Duration.ofNanos(now - sent.since),
                sent.attempts));
    }

    private static NoAnswerException resultGone(ReplyCollector.Accepted accepted) {
        return new NoAnswerException(
                "the group executed the operation in slot " + accepted.reply().slot()
                        + ", but keeps only the digest of its result "
                        + accepted.reply().result()
                        + "; ask for the state instead",
                true);
    }

    /** The deadline of the caller has passed. */
    void timedOut(Operation operation, String circumstances) {
        counters.count(ClientCounter.TIMED_OUT);
        boolean sent = operation.sent() != null;
        fail(
                operation,
                new NoAnswerException(
                        "no answer of the group in time: " + circumstances
                                + (sent
                                        ? "; the operation may still be executed, once"
                                        : "; the operation was not sent"),
                        sent));
    }

    void fail(Operation operation, TestudoException error) {
        operation.settled();
        completions.execute(() -> operation.future().completeExceptionally(error));
    }
}
