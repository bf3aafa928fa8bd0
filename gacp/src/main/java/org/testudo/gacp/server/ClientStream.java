package org.testudo.gacp.server;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.testudo.api.Principal;
import org.testudo.gacp.proto.MemberMessage;

/**
 * What goes out to one client. Messages wait here, bounded, while the client does not read; at the bound it loses the stream,
 * so a slow reader costs nobody else anything (CA-7). Safe for use by several threads; never blocks.
 */
final class ClientStream {
    private final Principal client;
    private final ServerCallStreamObserver<MemberMessage> out;
    private final AccessLimits limits;
    private final Consumer<ClientStream> whenClosed;
    private final Deque<MemberMessage> unread = new ArrayDeque<>();
    private final AtomicLong unreadOfAll;
    private long unreadBytes;
    private boolean closed;
    private volatile Hello hello = new Hello(0, new byte[0]);

    /** Which session the stream serves, and what confirmations must repeat; session 0: none yet. */
    record Hello(long session, byte[] nonce) {}

    ClientStream(
            Principal client,
            ServerCallStreamObserver<MemberMessage> out,
            AccessLimits limits,
            AtomicLong unreadOfAll,
            Consumer<ClientStream> whenClosed) {
        this.client = client;
        this.out = out;
        this.limits = limits;
        this.unreadOfAll = unreadOfAll;
        this.whenClosed = whenClosed;
    }

    Principal client() {
        return client;
    }

    Hello hello() {
        return hello;
    }

    void hello(Hello now) {
        hello = now;
    }

    /** Sends, now or when the client reads. */
    void send(MemberMessage message) {
        boolean overflow;
        synchronized (this) {
            if (closed) return;
            unread.add(message);
            count(message.getSerializedSize());
            flush();
            overflow = unread.size() > limits.unreadMessages()
                    || unreadBytes > limits.unreadBytes()
                    || unreadBytes > 0 && unreadOfAll.get() > ClientStreams.MOST_UNREAD_BYTES;
        }
        if (overflow) close(Status.RESOURCE_EXHAUSTED.withDescription("the client does not read its answers"));
    }

    /** The client may have read. */
    synchronized void flush() {
        while (!closed && out.isReady() && !unread.isEmpty()) {
            MemberMessage next = unread.remove();
            count(-next.getSerializedSize());
            out.onNext(next);
        }
    }

    private void count(long bytes) {
        unreadBytes += bytes;
        unreadOfAll.addAndGet(bytes);
    }

    /** Ends the stream; idempotent. */
    void close(Status why) {
        synchronized (this) {
            if (closed) return;
            closed = true;
            unread.clear();
            count(-unreadBytes);
            if (!out.isCancelled()) {
                if (why.isOk()) out.onCompleted();
                else out.onError(why.asRuntimeException());
            }
        }
        whenClosed.accept(this);
    }
}
