package org.testudo.gacp.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.testudo.gacp.proto.ChainRequest;
import org.testudo.gacp.proto.ClientMessage;
import org.testudo.gacp.proto.GroupAccessGrpc;
import org.testudo.gacp.proto.Hello;
import org.testudo.gacp.proto.MemberMessage;
import org.testudo.kernel.statement.Digest;

/**
 * The stream to one member, opened again when it breaks. Used by the client's thread alone; what gRPC calls from its threads
 * is handed over to that one. What waits for a member that does not read is bounded, and dropped at the bound: it is sent
 * again later.
 */
final class MemberLink {
    private static final int MOST_UNSENT = 256;
    private static final int MOST_IN_FLIGHT = 16;
    private static final long LEAST_BACKOFF = 100_000_000L;
    private static final long MOST_BACKOFF = 2_000_000_000L;

    private final ManagedChannel channel;
    private final Digest genesis;
    private final Consumer<Runnable> loop;
    private final Events events;
    private final Deque<ClientMessage> unsent = new ArrayDeque<>();
    private Attempt attempt;
    private long backoff = LEAST_BACKOFF;
    private long retryAt;

    /** What happens to the link; on the client's thread. */
    record Events(Runnable connected, Consumer<String> disconnected, Consumer<MemberMessage> received) {}

    MemberLink(ManagedChannel channel, Digest genesis, Consumer<Runnable> loop, Events events) {
        this.channel = channel;
        this.genesis = genesis;
        this.loop = loop;
        this.events = events;
    }

    /** Opens the stream if it is time to. */
    void tick(long now) {
        if (attempt != null || now < retryAt) return;
        retryAt = now + backoff;
        backoff = Math.min(2 * backoff, MOST_BACKOFF);
        channel.resetConnectBackoff();
        attempt = new Attempt();
        GroupAccessGrpc.newStub(channel).session(attempt);
    }

    /** When it is time to open the stream again; never while it is open. */
    long due() {
        return attempt == null ? retryAt : Long.MAX_VALUE;
    }

    void hello(Digest life, long session, byte[] nonce, long view) {
        send(ClientMessage.newBuilder()
                .setHello(Hello.newBuilder()
                        .setGenesis(ByteString.copyFrom(genesis.toBytes()))
                        .setLife(ByteString.copyFrom(life.toBytes()))
                        .setSession(session)
                        .setNonce(ByteString.copyFrom(nonce))
                        .setView(view))
                .build());
    }

    void request(byte[] signed) {
        send(ClientMessage.newBuilder()
                .setRequest(UnsafeByteOperations.unsafeWrap(signed))
                .build());
    }

    void query(long number, byte[] body) {
        send(ClientMessage.newBuilder()
                .setQuery(org.testudo.gacp.proto.Query.newBuilder()
                        .setNumber(number)
                        .setBody(UnsafeByteOperations.unsafeWrap(body)))
                .build());
    }

    void chain(long after) {
        send(ClientMessage.newBuilder()
                .setChain(ChainRequest.newBuilder().setAfter(after))
                .build());
    }

    private void send(ClientMessage message) {
        if (attempt == null || unsent.size() >= MOST_UNSENT) return;
        unsent.add(message);
        flush();
    }

    private void flush() {
        while (attempt != null && attempt.out.isReady() && !unsent.isEmpty()) attempt.out.onNext(unsent.remove());
    }

    void close() {
        channel.shutdownNow();
    }

    private final class Attempt implements ClientResponseObserver<ClientMessage, MemberMessage> {
        private ClientCallStreamObserver<ClientMessage> out;
        private boolean connected;

        @Override
        public void beforeStart(ClientCallStreamObserver<ClientMessage> stream) {
            out = stream;
            stream.disableAutoRequestWithInitial(MOST_IN_FLIGHT);
            stream.setOnReadyHandler(() -> loop.accept(this::ready));
        }

        private void ready() {
            if (attempt != this) return;
            if (!connected) {
                connected = true;
                backoff = LEAST_BACKOFF;
                events.connected.run();
            }
            flush();
        }

        @Override
        public void onNext(MemberMessage message) {
            loop.accept(() -> {
                if (attempt != this) return;
                events.received.accept(message);
                out.request(1);
            });
        }

        @Override
        public void onError(Throwable error) {
            loop.accept(() -> ended(Channels.reason(error)));
        }

        @Override
        public void onCompleted() {
            loop.accept(() -> ended("the member ended the stream"));
        }

        private void ended(String reason) {
            if (attempt != this) return;
            attempt = null;
            unsent.clear();
            events.disconnected.accept(reason);
        }
    }
}
