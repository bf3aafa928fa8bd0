package org.testudo.gacp.server;

import com.google.protobuf.UnsafeByteOperations;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.testudo.gacp.core.Answered;
import org.testudo.gacp.core.Confirmation;
import org.testudo.gacp.core.QueryAnswered;
import org.testudo.gacp.core.QueryReply;
import org.testudo.gacp.core.Rejection;
import org.testudo.gacp.core.Reply;
import org.testudo.gacp.core.SignedQueryReply;
import org.testudo.gacp.core.SignedReply;
import org.testudo.gacp.proto.MemberMessage;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.ViewRecord;

/**
 * Signs what goes out to clients, on a thread of its own, and hands it to their streams. Whatever is signed is signed under
 * the view in force when its turn comes: the key of an earlier one may be erased (GM-11, CA-9). Bounded; what does not fit
 * is dropped, since a client asks again.
 */
final class Desk {
    /** Jobs that may wait. */
    private static final int MOST = 20_000;

    /** How often a signature is tried while the key of a new view is being put in its place. */
    private static final int ATTEMPTS = 200;

    private static final long PAUSE_MILLIS = 5;

    private final AccessPoint member;
    private final ClientStreams streams;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AnswerRoom room = new AnswerRoom();
    /** Of the thread. */
    private final SignedReplies signed = new SignedReplies();

    /** Makes a message once it can be signed. */
    private interface Draft {
        Optional<MemberMessage> sign(ViewRecord view);

        /** Nothing comes of it any more, or its message is on its way. */
        default void done() {}
    }

    Desk(AccessPoint member, ClientStreams streams) {
        this.member = member;
        this.streams = streams;
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, "testudo-replies " + member.context().self());
            made.setDaemon(true);
            return made;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /** A request has its answer; who asked gets it if it is connected here. */
    void answered(Answered answered) {
        var client = answered.reply().client();
        List<ClientStream> to = streams.of(client.principal(), client.incarnation());
        if (!to.isEmpty()) enqueue(view -> reply(answered, view), to, ATTEMPTS);
    }

    /**
     * A query has its answer. It counts in the view in which it was given alone (AB-30): once that is over the client is told
     * so, and asks again. Where too many wait it is told so, too, so that it need not wait before it asks in the order.
     */
    void answered(QueryAnswered answered) {
        List<ClientStream> to =
                streams.of(answered.query().client(), answered.query().session());
        if (to.isEmpty()) return;
        if (room.take(answered)) {
            enqueue(new QueryDraft(answered), to, ATTEMPTS);
        } else {
            MemberMessage refusal = SessionCall.refusal(
                    answered.query(), Rejection.LIMITED, "too many answers to queries wait for their signature here");
            to.forEach(stream -> stream.send(refusal));
        }
    }

    /** Tells clients which view this member is in, over their own nonces (CA-8). */
    void confirm(List<ClientStream> to) {
        for (ClientStream each : to) enqueue(view -> confirmation(each, view), List.of(each), ATTEMPTS);
    }

    /** Runs a short task later. */
    void later(Runnable task, long nanos) {
        thread.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    void stop() {
        thread.shutdownNow();
    }

    private void enqueue(Draft draft, List<ClientStream> to, int attempts) {
        if (waiting.incrementAndGet() > MOST) {
            waiting.decrementAndGet();
            draft.done();
            return;
        }
        thread.schedule(
                () -> work(draft, to, attempts), attempts == ATTEMPTS ? 0 : PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void work(Draft draft, List<ClientStream> to, int attempts) {
        waiting.decrementAndGet();
        ViewRecord view = member.viewInForce();
        Optional<MemberMessage> message = view == null ? Optional.empty() : draft.sign(view);
        if (message.isPresent()) to.forEach(stream -> stream.send(message.get()));
        else if (attempts > 1) {
            enqueue(draft, to, attempts - 1);
            return;
        }
        draft.done();
    }

    private final class QueryDraft implements Draft {
        private final QueryAnswered answered;
        private Optional<QueryReply> known = Optional.empty();

        QueryDraft(QueryAnswered answered) {
            this.answered = answered;
        }

        /** On the desk's thread: a client asks for large answers at little cost, and the loop has no time to hash them. */
        private QueryReply reply() {
            if (known.isEmpty()) {
                known = Optional.of(QueryReply.to(answered.query(), answered.failed(), answered.result()));
            }
            return known.get();
        }

        @Override
        public Optional<MemberMessage> sign(ViewRecord view) {
            if (view.id() != answered.view()) {
                return Optional.of(SessionCall.refusal(
                        answered.query(), Rejection.NOT_IN_SERVICE, "the view has changed; ask again"));
            }
            QueryReply reply = reply();
            return Desk.this
                    .sign(QueryReply.header(view.life(), view.id()), reply.body())
                    .map(signature -> new SignedQueryReply(view.id(), reply, signature, answered.result()).encode())
                    .map(bytes -> MemberMessage.newBuilder()
                            .setQueryReply(UnsafeByteOperations.unsafeWrap(bytes))
                            .build());
        }

        @Override
        public void done() {
            room.give(answered);
        }
    }

    private Optional<MemberMessage> reply(Answered answered, ViewRecord view) {
        Reply reply = answered.reply();
        return signed.of(view.id(), reply, () -> sign(reply.header(view.life(), view.id()), reply.body()))
                .map(signature -> new SignedReply(view.id(), reply, signature, answered.result()).encode())
                .map(bytes -> MemberMessage.newBuilder()
                        .setReply(UnsafeByteOperations.unsafeWrap(bytes))
                        .build());
    }

    private Optional<MemberMessage> confirmation(ClientStream stream, ViewRecord view) {
        byte[] nonce = stream.hello().nonce();
        return sign(Confirmation.header(view.life(), view.id()), Confirmation.body(view.digest(), nonce))
                .map(signature -> new Confirmation(view.id(), view.digest(), nonce, signature).encode())
                .map(bytes -> MemberMessage.newBuilder()
                        .setConfirmation(UnsafeByteOperations.unsafeWrap(bytes))
                        .build());
    }

    private Optional<Signature> sign(StatementHeader header, byte[] body) {
        return member.context().keys().sign(header, body);
    }
}
