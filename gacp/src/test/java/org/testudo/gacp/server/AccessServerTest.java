package org.testudo.gacp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.testudo.gacp.server.TinyGroup.ALICE;
import static org.testudo.gacp.server.TinyGroup.BOB;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.gacp.client.GroupClient;
import org.testudo.gacp.proto.ClientMessage;
import org.testudo.gacp.proto.GroupAccessGrpc;
import org.testudo.gacp.proto.MemberMessage;
import org.testudo.gacp.proto.Query;
import org.testudo.gacp.proto.Refusal;
import org.testudo.gacp.proto.ReportRequest;
import org.testudo.gacp.proto.StatusRequest;
import org.testudo.kernel.order.RequestClass;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.FailedHandshakes;
import org.testudo.sicp.credentials.PeerTrust;
import org.testudo.sicp.credentials.TlsContext;

/** CA-2, CA-7: who gets in, and what a hostile client gains on a real port. */
@Timeout(120)
class AccessServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Principal CLIENT = new Principal(Principal.Kind.CLIENT, "client-1");

    private final AccessLimits limits =
            AccessLimits.of(100, 32, 1 << 20).withConnections(100, 2).withStrangers(8);
    private final TinyGroup group = new TinyGroup(limits);
    private final TinyMember alice = group.member(ALICE);
    private final Credentials client = group.client("client-1");

    @AfterEach
    void close() {
        group.close();
    }

    @Test
    void withoutACertificateNobodyGetsThroughTheHandshake() {
        try (RawClient raw = RawClient.connect(alice.port(), group.authority.certificate(), Optional.empty())) {
            assertThat(raw.stream(true).awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
        assertThat(alice.service().streamCount()).isZero();
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() {
        Credentials foreign = Authority.create("payments").issue(CLIENT);

        assertRefusedInHandshake(foreign);
    }

    @Test
    void aCertificateOfAnotherRoleIsRefused() {
        assertRefusedInHandshake(group.authority.issue(Principal.of(BOB)));
    }

    /** Operators come to hand in commands. */
    @Test
    void anOperatorHasNoSessionNoStatusAndDoesNotReport() {
        Credentials olga = group.authority.issue(new Principal(Principal.Kind.OPERATOR, "olga"));
        try (RawClient raw = RawClient.connect(alice, group, olga)) {
            var calls = GroupAccessGrpc.newBlockingStub(raw.channel);
            assertThat(raw.stream(true).awaitEnd().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThatThrownBy(() -> calls.status(StatusRequest.getDefaultInstance()))
                    .hasMessageContaining("PERMISSION_DENIED");
            assertThatThrownBy(() -> calls.report(ReportRequest.getDefaultInstance()))
                    .hasMessageContaining("PERMISSION_DENIED");
        }
    }

    private void assertRefusedInHandshake(Credentials asWhom) {
        try (RawClient raw = RawClient.connect(alice, group, asWhom)) {
            assertThat(raw.stream(true).awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
        assertThat(alice.service().streamCount()).isZero();
    }

    @Test
    void olderTlsIsRefused() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        PeerTrust trust = new PeerTrust(group.authority.certificate(), "payments", Set.of(Principal.Kind.MEMBER));
        context.init(new KeyManager[] {TlsContext.keys(client)}, new TrustManager[] {trust}, new SecureRandom());
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", alice.port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});

            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void sensorsHaveNoSessionsAndNoStatusAndClientsDoNotReport() {
        try (RawClient sensor = RawClient.connect(alice, group, group.sensor)) {
            assertThat(sensor.stream(true).awaitEnd().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThatThrownBy(() ->
                            GroupAccessGrpc.newBlockingStub(sensor.channel).status(StatusRequest.getDefaultInstance()))
                    .isInstanceOf(StatusRuntimeException.class)
                    .hasMessageContaining("PERMISSION_DENIED");
        }
        try (RawClient raw = RawClient.connect(alice, group, client)) {
            assertThatThrownBy(() ->
                            GroupAccessGrpc.newBlockingStub(raw.channel).report(ReportRequest.getDefaultInstance()))
                    .isInstanceOf(StatusRuntimeException.class)
                    .hasMessageContaining("PERMISSION_DENIED");
        }
    }

    /** Many that ask again because the group is slow must not make it slower. */
    @Test
    void whoAsksAgainGetsTheSameReplyWithoutAnotherSignature() {
        try (RawClient raw = RawClient.connect(alice, group, client)) {
            raw.stream(true).hello(group.life, 7).awaitConfirmation();
            byte[] opening = RawClient.opening(client, group.life, 7);
            raw.send(opening);
            raw.awaitReplies(1);
            int signed = alice.signed.get();

            for (int i = 0; i < 3; i++) raw.send(opening);
            raw.awaitReplies(4);

            assertThat(raw.received.stream()
                            .filter(MemberMessage::hasReply)
                            .map(MemberMessage::getReply)
                            .distinct())
                    .hasSize(1);
            assertThat(alice.signed).hasValue(signed);
        }
    }

    @Test
    void anOversizedMessageEndsItsStreamOnly() {
        try (RawClient raw = RawClient.connect(alice, group, client).stream(true);
                GroupClient other = group.open("client-2")) {
            raw.hello(group.life, 7);
            raw.send(new byte[2 << 20]);

            assertThat(raw.awaitEnd().getCode()).isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED);
            assertThat(other.call(bytes("a"))).isEqualTo(TinyGroup.answerTo("a"));
        }
    }

    @Test
    void messagesWithoutContentAndBadHellosEndTheStream() {
        try (RawClient raw = RawClient.connect(alice, group, client).stream(true)) {
            raw.send(ClientMessage.getDefaultInstance());
            assertThat(raw.awaitEnd().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        }
        for (int nonce : new int[] {0, 15, 65}) {
            try (RawClient raw = RawClient.connect(alice, group, client).stream(true)) {
                raw.send(ClientMessage.newBuilder()
                        .setHello(RawClient.hello(group.life, 7, nonce))
                        .build());
                assertThat(raw.awaitEnd().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            }
        }
    }

    @Test
    void aClientOfAnotherLifeIsToldSo() {
        try (RawClient raw = RawClient.connect(alice, group, client).stream(true)) {
            raw.hello(group.genesis.life("another"), 7);

            assertThat(raw.awaitRefusal().getReason()).isEqualTo(Refusal.Reason.WRONG_LIFE);
        }
    }

    @Test
    void bytesThatAreNoRequestAreRefused() {
        assertThat(refusal(new byte[] {1, 2, 3})).isEqualTo(Refusal.Reason.MALFORMED);
        assertThat(refusal(new byte[0])).isEqualTo(Refusal.Reason.MALFORMED);
    }

    @Test
    void aQueryNeedsANumberAndASession() {
        try (RawClient raw = RawClient.connect(alice, group, client).stream(true)) {
            raw.send(query(1));
            assertThat(raw.awaitRefusal().getReason()).isEqualTo(Refusal.Reason.MALFORMED);
        }
        try (RawClient raw = RawClient.connect(alice, group, client).stream(true)) {
            raw.hello(group.life, 7).send(query(-1));
            assertThat(raw.awaitRefusal().getReason()).isEqualTo(Refusal.Reason.MALFORMED);
        }
    }

    private static ClientMessage query(long number) {
        return ClientMessage.newBuilder()
                .setQuery(Query.newBuilder().setNumber(number))
                .build();
    }

    @Test
    void aRequestInAnotherClientsNameIsRefused() {
        Credentials other = group.client("client-2");

        assertThat(refusal(RawClient.opening(other, group.life, 7))).isEqualTo(Refusal.Reason.MALFORMED);
    }

    @Test
    void aChangedRequestIsRefused() {
        byte[] changed = RawClient.opening(client, group.life, 7);
        changed[changed.length - 1] ^= 1;

        assertThat(refusal(changed)).isEqualTo(Refusal.Reason.BAD_SIGNATURE);
        assertThat(refusal(RawClient.opening(client, group.genesis.life("another"), 7)))
                .isEqualTo(Refusal.Reason.BAD_SIGNATURE);
    }

    @Test
    void aSessionIsOpenedOnlyWithTheClientsOwnCard() {
        byte[] otherCard = group.client("client-2").card().encode();

        assertThat(refusal(RawClient.request(client, group.life, 7, 1, RequestClass.SESSION, otherCard)))
                .isEqualTo(Refusal.Reason.BAD_SIGNATURE);
    }

    @Test
    void clientsCannotRaiseTheBarrierWithCommands() {
        assertThat(refusal(RawClient.request(client, group.life, 7, 2, RequestClass.CONTROL, new byte[] {9})))
                .isEqualTo(Refusal.Reason.MALFORMED);
    }

    private Refusal.Reason refusal(byte[] request) {
        try (RawClient raw =
                RawClient.connect(alice, group, client).stream(true).hello(group.life, 7)) {
            raw.send(request);
            return raw.awaitRefusal().getReason();
        }
    }

    @Test
    void aSlowReaderLosesItsStreamAndNobodyElseNotices() {
        try (RawClient slow = RawClient.connect(alice, group, client).stream(false);
                GroupClient other = group.open("client-2")) {
            slow.hello(group.life, 7);
            slow.send(RawClient.opening(client, group.life, 7));
            Awaitility.await().atMost(PATIENCE).until(() -> alice.knows(CLIENT, 7));
            for (int number = 2; number < 30; number++) {
                slow.send(RawClient.request(
                        client, group.life, 7, number, RequestClass.APPLICATION, bytes("large 1000000")));
            }

            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> alice.service().streams().of(CLIENT, 7).isEmpty());
            assertThat(group.operations() * 1_000_000)
                    .as("its answers were too much, not something before them")
                    .isGreaterThan(limits.unreadBytes());
            assertThat(other.call(bytes("a"))).isEqualTo(TinyGroup.answerTo("a"));
            assertThat(alice.service().streams().unreadBytes().get()).isZero();
        }
    }

    @Test
    void connectionsOfOneClientAreLimitedAndOthersStillGetIn() {
        try (RawClient first =
                        RawClient.connect(alice, group, client).stream(true).hello(group.life, 1);
                RawClient second =
                        RawClient.connect(alice, group, client).stream(true).hello(group.life, 2)) {
            Awaitility.await().atMost(PATIENCE).until(() -> alice.service().streamCount() == 2);

            try (RawClient third = RawClient.connect(alice, group, client).stream(true)) {
                assertThat(third.awaitEnd().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            }
            assertThat(first.isOpen() && second.isOpen()).isTrue();
            try (GroupClient other = group.open("client-2")) {
                assertThat(other.call(bytes("a"))).isEqualTo(TinyGroup.answerTo("a"));
            }
        }
    }

    @Test
    void silentConnectionsWithoutACertificateKeepNobodyOut() throws IOException {
        List<SocketChannel> silent = new ArrayList<>();
        for (int i = 0; i < 50; i++) silent.add(silent());

        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> silent.stream()
                                .filter(AccessServerTest::isClosedByServer)
                                .count()
                        == 42);
        assertThat(alice.strangers()).isEqualTo(8);
        try (RawClient raw =
                RawClient.connect(alice, group, client).stream(true).hello(group.life, 7)) {
            raw.awaitConfirmation();
        }
        for (SocketChannel each : silent) each.close();
        Awaitility.await().atMost(PATIENCE).until(() -> alice.strangers() == 0);
    }

    /** From two addresses of this host, as if they were two hosts. Who is connected stays. */
    @Test
    void whoFailsAgainAndAgainIsClosedUnheardAndKeepsNobodyElseOut() throws Exception {
        Credentials foreign = Authority.create("payments").issue(CLIENT);
        try (RawClient connected =
                RawClient.connect(alice, group, client).stream(true).hello(group.life, 7)) {
            connected.awaitConfirmation();
            int tries = 0;
            for (; alice.unheard() == 0 && tries < 10 * FailedHandshakes.BURST; tries++) failInTls(foreign);

            assertThat(alice.unheard()).isPositive();
            assertThat(tries).isGreaterThan(FailedHandshakes.BURST);
            try (RawClient other = RawClient.connect(alice, group, group.client("client-2")).stream(true)
                    .hello(group.life, 8)) {
                other.awaitConfirmation();
            }
            assertThat(connected.isOpen()).isTrue();
        }
    }

    /** The faster, the more of them are closed for others before they can be late: none of those may be lost from the count. */
    @Test
    void whoBeginsAndStallsAgainAndAgainIsClosedUnheard() throws Exception {
        byte[] hello = recordedHello();
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000 && alice.unheard() == 0; i++) {
                Socket socket = stranger();
                stalled.add(socket);
                isAnswered(socket, hello);
            }

            assertThat(alice.unheard()).isPositive();
            assertThat(stalled).hasSizeGreaterThan(FailedHandshakes.BURST);
        } finally {
            for (Socket each : stalled) each.close();
        }
    }

    /** They have cost next to nothing. */
    @Test
    void whoIsSilentOrSpeaksNoTlsIsNotCounted() throws Exception {
        for (int i = 0; i < 3 * FailedHandshakes.BURST; i++) {
            stranger().close();
            try (Socket plain = stranger()) {
                assertThat(isAnswered(plain, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
                        .isFalse();
            }
        }
        Awaitility.await().atMost(PATIENCE).until(() -> alice.strangers() == 0);

        try (Socket socket = stranger()) {
            assertThat(isAnswered(socket, recordedHello())).isTrue();
        }
        assertThat(alice.unheard()).isZero();
    }

    /** From an address of its own, as if it were another host. */
    private Socket stranger() throws IOException {
        Socket made = new Socket();
        made.bind(new InetSocketAddress("127.0.0.9", 0));
        made.connect(new InetSocketAddress("127.0.0.1", alice.port()));
        made.setSoTimeout((int) PATIENCE.toMillis());
        return made;
    }

    /** Whether the first that comes for it is a record of a handshake, not an alert or the end. */
    private static boolean isAnswered(Socket socket, byte[] said) {
        try {
            socket.getOutputStream().write(said);
            return socket.getInputStream().read() == 22;
        } catch (IOException e) {
            return false;
        }
    }

    /** How a handshake begins: enough to make the server answer, and the same each time. */
    private byte[] recordedHello() throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        PeerTrust trust = new PeerTrust(group.authority.certificate(), "payments", Set.of(Principal.Kind.MEMBER));
        context.init(new KeyManager[0], new TrustManager[] {trust}, new SecureRandom());
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        engine.setSSLParameters(parameters);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        return Arrays.copyOf(hello.array(), hello.position());
    }

    /** Shows a certificate that is refused, and waits until it is. */
    private void failInTls(Credentials foreign) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        PeerTrust trust = new PeerTrust(group.authority.certificate(), "payments", Set.of(Principal.Kind.MEMBER));
        context.init(new KeyManager[] {TlsContext.keys(foreign)}, new TrustManager[] {trust}, new SecureRandom());
        try (Socket plain = new Socket()) {
            plain.bind(new InetSocketAddress("127.0.0.9", 0));
            plain.connect(new InetSocketAddress("127.0.0.1", alice.port()));
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", 1, true);
            socket.setEnabledProtocols(new String[] {"TLSv1.3"});
            awaitClosed(socket);
        }
    }

    private static void awaitClosed(SSLSocket socket) {
        try {
            socket.startHandshake();
            while (socket.getInputStream().read() >= 0) continue;
        } catch (IOException e) {
            assertThat(e).as("how it was refused").isNotNull();
        }
    }

    private SocketChannel silent() throws IOException {
        SocketChannel made = SocketChannel.open(new InetSocketAddress("127.0.0.1", alice.port()));
        made.configureBlocking(false);
        return made;
    }

    private static boolean isClosedByServer(SocketChannel channel) {
        try {
            return channel.read(ByteBuffer.allocate(1)) < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void aConnectionThatEndsMakesRoomForAnother() {
        for (int i = 0; i < 6; i++) {
            RawClient raw = RawClient.connect(alice, group, client).stream(true).hello(group.life, 1);
            raw.awaitConfirmation();
            raw.close();
            Awaitility.await().atMost(PATIENCE).until(() -> alice.service().streamCount() == 0);
        }
    }

    @Test
    void answersGoToTheSessionsOwnStreamsOnly() {
        Credentials other = group.client("client-2");
        try (RawClient own =
                        RawClient.connect(alice, group, client).stream(true).hello(group.life, 7);
                RawClient stranger =
                        RawClient.connect(alice, group, other).stream(true).hello(group.life, 7)) {
            stranger.awaitConfirmation();

            own.send(RawClient.opening(client, group.life, 7));
            own.awaitReplies(1);
            own.send(RawClient.request(client, group.life, 7, 2, RequestClass.APPLICATION, bytes("secret")));

            own.awaitReplies(2);
            assertThat(stranger.received).noneMatch(MemberMessage::hasReply);
        }
    }

    @Test
    void aHalfClosedStreamIsOver() {
        try (RawClient raw =
                RawClient.connect(alice, group, client).stream(true).hello(group.life, 7)) {
            raw.end();

            assertThat(raw.awaitEnd().getCode()).isEqualTo(Status.Code.OK);
            Awaitility.await().atMost(PATIENCE).until(() -> alice.service().streamCount() == 0);
        }
    }

    @Test
    void aPortInUseIsAClearErrorAndNothingIsLeftBehind() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            String listen = "127.0.0.1:" + taken.getLocalPort();
            AccessService service = new AccessService(alice, limits);
            Credentials own = group.authority.issue(Principal.of(ALICE));

            assertThatThrownBy(() -> AccessServer.start(listen, own, service, limits))
                    .isInstanceOf(TestudoException.class)
                    .hasMessageContaining("client-access.listen: " + listen + " cannot be bound")
                    .hasMessageContaining("Choose another port");
        }
    }

    @Test
    void anUnknownHostIsAClearError() {
        AccessService service = new AccessService(alice, limits);
        Credentials own = group.authority.issue(Principal.of(ALICE));

        assertThatThrownBy(() -> AccessServer.start("no-such-host.invalid:7900", own, service, limits))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("no-such-host.invalid:7900");
    }

    @Test
    void theRequestsOfOneStreamAreTakenInOrderHoweverManyComeAtOnce() {
        try (RawClient raw =
                RawClient.connect(alice, group, client).stream(true).hello(group.life, 7)) {
            raw.send(RawClient.opening(client, group.life, 7));
            Awaitility.await().atMost(PATIENCE).until(() -> alice.knows(CLIENT, 7));
            for (int number = 2; number < 400; number++) {
                raw.send(RawClient.request(
                        client, group.life, 7, number, RequestClass.APPLICATION, bytes("op" + number)));
            }

            Awaitility.await().atMost(PATIENCE).until(() -> group.operations() > 60);
            assertThat(raw.isOpen()).isTrue();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
