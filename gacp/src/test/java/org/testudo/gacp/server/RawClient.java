package org.testudo.gacp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLException;
import org.awaitility.Awaitility;
import org.testudo.api.Principal;
import org.testudo.gacp.proto.ClientMessage;
import org.testudo.gacp.proto.GroupAccessGrpc;
import org.testudo.gacp.proto.Hello;
import org.testudo.gacp.proto.MemberMessage;
import org.testudo.gacp.proto.Refusal;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.wire.WireWriter;
import org.testudo.sicp.credentials.AuthorityCertificate;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.PeerTrust;
import org.testudo.sicp.credentials.TlsContext;

/** A client that sends whatever a test wants, on one stream to one member. */
final class RawClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final ManagedChannel channel;
    final List<MemberMessage> received = new CopyOnWriteArrayList<>();
    private ClientCallStreamObserver<ClientMessage> out;
    private volatile Status ended;

    private RawClient(ManagedChannel channel) {
        this.channel = channel;
    }

    /** A connection as whom; without a certificate if empty. */
    static RawClient connect(int port, AuthorityCertificate trusted, Optional<Credentials> asWhom) {
        try {
            SslContextBuilder tls = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                    .trustManager(new PeerTrust(trusted, "payments", Set.of(Principal.Kind.MEMBER)))
                    .protocols("TLSv1.3");
            if (asWhom.isPresent()) tls.keyManager(TlsContext.keys(asWhom.get()));
            return new RawClient(NettyChannelBuilder.forAddress("127.0.0.1", port)
                    .sslContext(tls.build())
                    .overrideAuthority("any")
                    .maxInboundMessageSize(64 << 20)
                    .build());
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }

    static RawClient connect(TinyMember member, TinyGroup group, Credentials asWhom) {
        return connect(member.port(), group.authority.certificate(), Optional.of(asWhom));
    }

    /** Opens the stream; reads all, or nothing at all. */
    RawClient stream(boolean reads) {
        GroupAccessGrpc.newStub(channel).session(new ClientResponseObserver<ClientMessage, MemberMessage>() {
            @Override
            public void beforeStart(ClientCallStreamObserver<ClientMessage> stream) {
                out = stream;
                if (!reads) stream.disableAutoRequestWithInitial(0);
            }

            @Override
            public void onNext(MemberMessage message) {
                received.add(message);
            }

            @Override
            public void onError(Throwable error) {
                ended = Status.fromThrowable(error);
            }

            @Override
            public void onCompleted() {
                ended = Status.OK;
            }
        });
        return this;
    }

    RawClient hello(GroupLife life, long session) {
        send(ClientMessage.newBuilder().setHello(hello(life, session, 16)).build());
        return this;
    }

    static Hello hello(GroupLife life, long session, int nonce) {
        return Hello.newBuilder()
                .setGenesis(ByteString.copyFrom(life.genesis().toBytes()))
                .setLife(ByteString.copyFrom(life.life().toBytes()))
                .setSession(session)
                .setNonce(ByteString.copyFrom(new byte[nonce]))
                .build();
    }

    void send(ClientMessage message) {
        out.onNext(message);
    }

    void send(byte[] request) {
        send(ClientMessage.newBuilder().setRequest(ByteString.copyFrom(request)).build());
    }

    void end() {
        out.onCompleted();
    }

    Status awaitEnd() {
        Awaitility.await().atMost(PATIENCE).until(() -> ended != null);
        return ended;
    }

    boolean isOpen() {
        return ended == null;
    }

    void awaitConfirmation() {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> ended != null || received.stream().anyMatch(MemberMessage::hasConfirmation));
        assertThat(ended).as("how the stream has ended").isNull();
    }

    Refusal awaitRefusal() {
        Awaitility.await().atMost(PATIENCE).until(() -> received.stream().anyMatch(MemberMessage::hasRefusal));
        return received.stream()
                .filter(MemberMessage::hasRefusal)
                .findFirst()
                .orElseThrow()
                .getRefusal();
    }

    void awaitReplies(int least) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> received.stream().filter(MemberMessage::hasReply).count() >= least);
    }

    /** A request of these credentials, signed. */
    static byte[] request(
            Credentials client, GroupLife life, long session, long number, RequestClass kind, byte[] body) {
        Request request =
                new Request(new Origin(client.principal(), client.statementKey(), session), number, kind, body);
        Signature signature = client.statementKeys()
                .sign(request.header(Lives.only(life)).statement(request.signedBody()))
                .orElseThrow();
        return WireWriter.bytes(to -> Request.writeSigned(request.signed(Lives.only(life), signature), to));
    }

    static byte[] opening(Credentials client, GroupLife life, long session) {
        return request(
                client, life, session, 1, RequestClass.SESSION, client.card().encode());
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
