package org.testudo.gacp.client;

import io.grpc.ManagedChannel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.testudo.api.MemberId;
import org.testudo.api.View;
import org.testudo.gacp.core.Confirmation;
import org.testudo.gacp.core.Rejection;
import org.testudo.gacp.core.SignedQueryReply;
import org.testudo.gacp.core.SignedReply;
import org.testudo.gacp.proto.Chain;
import org.testudo.gacp.proto.MemberMessage;
import org.testudo.gacp.proto.Refusal;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;

/** An engine with its thread, its links to members, its clock and its chance. Safe for use by several threads. */
final class ClientRuntime implements Links {
    /** The most certificates that are taken from one message. */
    private static final int MOST_CERTIFICATES = 10_000;

    private static final int NONCE = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<MemberId, MemberLink> links = new LinkedHashMap<>();
    private final ClientCounters counters = new ClientCounters();
    private final ClientLoop loop;
    private final ClientEngine engine;
    private volatile View view;
    private volatile int connected;

    ClientRuntime(
            ClientIdentity identity,
            ClientSettings settings,
            Map<MemberId, ManagedChannel> channels,
            ClientListener listener) {
        loop = new ClientLoop("testudo-client " + identity.principal().name(), this::due, this::tick);
        channels.forEach((member, channel) -> links.put(
                member,
                new MemberLink(
                        channel,
                        identity.genesis().digest(),
                        loop::enqueue,
                        new MemberLink.Events(
                                () -> connected(member),
                                reason -> disconnected(member, reason),
                                it -> received(member, it)))));
        ClientEngine.Surroundings surroundings = new ClientEngine.Surroundings(
                this,
                listener,
                counters,
                ForkJoinPool.commonPool(),
                () -> RANDOM.nextLong(1, Long.MAX_VALUE),
                ClientRuntime::nonce);
        engine = new ClientEngine(identity, settings, List.copyOf(channels.keySet()), surroundings);
        view = engine.view();
        loop.start();
    }

    private static byte[] nonce() {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        return nonce;
    }

    long now() {
        return loop.now();
    }

    View view() {
        return view;
    }

    int connected() {
        return connected;
    }

    Map<ClientCounter, Long> counters() {
        return counters.snapshot();
    }

    void invoke(Operation operation) {
        loop.enqueue(() -> engine.invoke(operation, loop.now()));
    }

    void ask(Query query) {
        loop.enqueue(() -> engine.ask(query, loop.now()));
    }

    /** Closes the session once what was invoked before is answered; completes when it is closed or the deadline passes. */
    CompletableFuture<Void> closeSession(long deadline) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.enqueue(() -> engine.closing(deadline, loop.now())
                .ifPresentOrElse(
                        closing -> closing.future().whenComplete((result, error) -> done.complete(null)),
                        () -> done.complete(null)));
        return done;
    }

    void stop() {
        loop.enqueue(() -> {
            engine.shutDown();
            links.values().forEach(MemberLink::close);
        });
        loop.stop();
    }

    private long due(long lastTick) {
        long due = engine.due(lastTick);
        for (MemberLink each : links.values()) due = Math.min(due, each.due());
        return due;
    }

    private void tick(long now) {
        links.values().forEach(link -> link.tick(now));
        engine.tick(now);
        view = engine.view();
    }

    private void connected(MemberId member) {
        engine.connected(member, loop.now());
        connected = engine.connected();
    }

    private void disconnected(MemberId member, String reason) {
        engine.disconnected(member, reason, loop.now());
        connected = engine.connected();
    }

    private void received(MemberId from, MemberMessage message) {
        try {
            switch (message.getContentCase()) {
                case REPLY ->
                    engine.reply(from, SignedReply.decode(message.getReply().toByteArray()), loop.now());
                case CONFIRMATION ->
                    engine.confirmation(
                            from, Confirmation.decode(message.getConfirmation().toByteArray()), loop.now());
                case CHAIN -> chain(from, message.getChain());
                case REFUSAL -> refusal(from, message.getRefusal());
                case QUERY_REPLY ->
                    engine.queryReply(
                            from,
                            SignedQueryReply.decode(message.getQueryReply().toByteArray()),
                            loop.now());
                default -> counters.count(ClientCounter.MALFORMED);
            }
        } catch (MalformedException e) {
            counters.count(ClientCounter.MALFORMED);
        }
        view = engine.view();
    }

    private void chain(MemberId from, Chain chain) throws MalformedException {
        if (chain.getCertificatesCount() > MOST_CERTIFICATES) throw new MalformedException("too many certificates");
        List<ViewCertificate> certificates = new ArrayList<>();
        for (var each : chain.getCertificatesList()) {
            certificates.add(WireReader.whole(each.toByteArray(), ViewCertificate::read));
        }
        engine.chain(from, certificates, chain.getMore(), loop.now());
    }

    private void refusal(MemberId from, Refusal refusal) throws MalformedException {
        Rejection why = switch (refusal.getReason()) {
            case REASON_UNSPECIFIED, UNRECOGNIZED -> throw new MalformedException("no reason");
            default -> Rejection.valueOf(refusal.getReason().name());
        };
        if (refusal.getQuery() != 0) engine.queryRefused(from, refusal.getQuery(), loop.now());
        else engine.refused(from, why, refusal.getNumber(), refusal.getDetail(), loop.now());
    }

    @Override
    public void hello(MemberId to, Digest life, long session, byte[] nonce, long view) {
        links.get(to).hello(life, session, nonce, view);
    }

    @Override
    public void request(MemberId to, byte[] signed) {
        links.get(to).request(signed);
    }

    @Override
    public void query(MemberId to, long number, byte[] body) {
        links.get(to).query(number, body);
    }

    @Override
    public void chain(MemberId to, long after) {
        links.get(to).chain(after);
    }
}
