package org.testudo.gacp.server;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.LinkedHashMap;
import java.util.Map;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.gacp.core.Answered;
import org.testudo.gacp.core.QueryAnswered;
import org.testudo.gacp.core.QueryRejected;
import org.testudo.gacp.core.Rejected;
import org.testudo.gacp.proto.ClientMessage;
import org.testudo.gacp.proto.GroupAccessGrpc;
import org.testudo.gacp.proto.HandInOutcome;
import org.testudo.gacp.proto.HandInRequest;
import org.testudo.gacp.proto.LifeReply;
import org.testudo.gacp.proto.LifeRequest;
import org.testudo.gacp.proto.MemberMessage;
import org.testudo.gacp.proto.ReportOutcome;
import org.testudo.gacp.proto.ReportRequest;
import org.testudo.gacp.proto.StatusReply;
import org.testudo.gacp.proto.StatusRequest;
import org.testudo.kernel.notice.InstructionsInForce;
import org.testudo.kernel.notice.ReportAnswered;
import org.testudo.kernel.notice.RevocationsInForce;
import org.testudo.kernel.notice.ViewCertified;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementHeader;

/** What members offer to clients and sensors; see {@code gacp.proto}. Safe for use by several threads. */
public final class AccessService extends GroupAccessGrpc.GroupAccessImplBase {
    /** Names whose rate is remembered; the least recently used is forgotten, and may begin anew. */
    private static final int MOST_THROTTLES = 4_096;

    private final AccessPoint member;
    private final AccessLimits limits;
    private final ClientStreams streams = new ClientStreams();
    private final ChainStore chain = new ChainStore();
    private final Desk desk;
    private final Reports reports = new Reports(this);
    private final Commands commands = new Commands(this);
    private volatile Runnable whenRevoked = () -> {};
    private final Map<Principal, Throttle> throttles = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Principal, Throttle> eldest) {
            return size() > MOST_THROTTLES;
        }
    };

    public AccessService(AccessPoint member, AccessLimits limits) {
        this.member = member;
        this.limits = limits;
        this.desk = new Desk(member, streams);
    }

    AccessPoint member() {
        return member;
    }

    ClientStreams streams() {
        return streams;
    }

    ChainStore chain() {
        return chain;
    }

    Desk desk() {
        return desk;
    }

    Throttle throttle(Principal client) {
        boolean sensor = client.kind() == Principal.Kind.SENSOR;
        int rate = sensor ? limits.reportsPerSecond() : limits.requestsPerSecond();
        int burst = sensor ? limits.reportsPerSecond() : limits.burst();
        synchronized (throttles) {
            return throttles.computeIfAbsent(client, key -> new Throttle(rate, burst));
        }
    }

    /** Whether a view-free statement of this life is signed by its origin. */
    boolean verify(Origin origin, Claim.SignedBy claim) {
        boolean own = claim.header() instanceof StatementHeader.ViewFree header
                && header.life().equals(member.context().lives().formed())
                && header.origin().equals(origin);
        return own
                && member.context()
                        .verifier()
                        .verify(origin.key(), claim.header().statement(claim.body()), claim.signature());
    }

    /** A notice of any layer; never blocks. */
    public void announced(Notice notice) {
        if (notice instanceof Answered it) desk.answered(it);
        else if (notice instanceof Rejected it) rejected(it);
        else if (notice instanceof QueryAnswered it) desk.answered(it);
        else if (notice instanceof QueryRejected it) rejected(it);
        else if (notice instanceof ReportAnswered it) reports.answered(it);
        else if (notice instanceof ViewCertified it) certified(it);
        else if (notice instanceof RevocationsInForce it) revoked(it);
        else if (notice instanceof InstructionsInForce it) commands.taken(it.last());
    }

    private void revoked(RevocationsInForce inForce) {
        commands.revoked(inForce.list());
        desk.later(whenRevoked, 0);
    }

    /** What is to be done, on a thread of the client port, when a CRL is in force. */
    void whenRevoked(Runnable code) {
        whenRevoked = code;
    }

    /** Another view is in force; never blocks. */
    public void installed() {
        desk.confirm(streams.greeted());
    }

    private void rejected(Rejected it) {
        MemberMessage refusal = SessionCall.refusal(it.why(), it.client().incarnation(), it.number(), it.detail());
        streams.of(it.client().principal(), it.client().incarnation()).forEach(stream -> stream.send(refusal));
    }

    private void rejected(QueryRejected it) {
        MemberMessage refusal = SessionCall.refusal(it.query(), it.why(), it.detail());
        streams.of(it.query().client(), it.query().session()).forEach(stream -> stream.send(refusal));
    }

    private void certified(ViewCertified it) {
        long before = chain.height();
        if (!chain.add(it.certificate())) return;
        MemberMessage news =
                MemberMessage.newBuilder().setChain(chain.after(before)).build();
        desk.later(() -> streams.greeted().forEach(stream -> stream.send(news)), 0);
    }

    /** Clients learn that this member stops. */
    public void stop() {
        streams.closeAll("this member stops");
        desk.stop();
    }

    @Override
    public StreamObserver<ClientMessage> session(StreamObserver<MemberMessage> out) {
        var call = (ServerCallStreamObserver<MemberMessage>) out;
        Principal client = Peers.CALLER.get();
        if (client.kind() != Principal.Kind.CLIENT) {
            return refused(out, Status.PERMISSION_DENIED, client + " is no client: sessions are for clients");
        }
        ClientStream stream = new ClientStream(client, call, limits, streams.unreadBytes(), streams::remove);
        if (!streams.add(stream, limits.streamsPerClient())) {
            return refused(out, Status.RESOURCE_EXHAUSTED, client + " has too many streams open; close some");
        }
        call.disableAutoRequest();
        call.setOnReadyHandler(stream::flush);
        call.setOnCancelHandler(() -> stream.close(Status.CANCELLED));
        call.request(1);
        return new SessionCall(this, call, stream, throttle(client));
    }

    private static StreamObserver<ClientMessage> refused(StreamObserver<MemberMessage> out, Status status, String why) {
        out.onError(status.withDescription(why).asRuntimeException());
        return new StreamObserver<>() {
            @Override
            public void onNext(ClientMessage ignored) {}

            @Override
            public void onError(Throwable ignored) {}

            @Override
            public void onCompleted() {}
        };
    }

    @Override
    public void report(ReportRequest request, StreamObserver<ReportOutcome> out) {
        Principal sensor = Peers.CALLER.get();
        ignoreCancellation(out);
        if (sensor.kind() == Principal.Kind.SENSOR)
            reports.report(sensor, request.getReport().toByteArray(), out);
        else deny(out, sensor + " is no sensor: reports are for sensors");
    }

    @Override
    public void status(StatusRequest request, StreamObserver<StatusReply> out) {
        Principal client = Peers.CALLER.get();
        if (client.kind() != Principal.Kind.CLIENT) {
            deny(out, client + " is no client: the status is for clients");
            return;
        }
        ignoreCancellation(out);
        out.onNext(StatusReply.newBuilder().setJson(member.status()).build());
        out.onCompleted();
    }

    @Override
    public void life(LifeRequest request, StreamObserver<LifeReply> out) {
        Lives lives = member.context().lives();
        LifeReply.Builder reply = LifeReply.newBuilder()
                .setGenesis(ByteString.copyFrom(lives.forming().genesis().toBytes()));
        if (lives.known())
            reply.setLife(ByteString.copyFrom(lives.formed().life().toBytes())).setInstructions(commands.last());
        ignoreCancellation(out);
        out.onNext(reply.build());
        out.onCompleted();
    }

    @Override
    public void handIn(HandInRequest request, StreamObserver<HandInOutcome> out) {
        Principal by = Peers.CALLER.get();
        if (by.kind() == Principal.Kind.SENSOR) {
            deny(out, by + " is a sensor: commands are handed in by clients and operators");
            return;
        }
        ignoreCancellation(out);
        out.onNext(commands.submit(by, request));
        out.onCompleted();
    }

    /** Answering a call that its caller has given up must not throw. */
    private static void ignoreCancellation(StreamObserver<?> out) {
        ((ServerCallStreamObserver<?>) out).setOnCancelHandler(() -> {});
    }

    private static void deny(StreamObserver<?> out, String why) {
        out.onError(Status.PERMISSION_DENIED.withDescription(why).asRuntimeException());
    }

    /** Open streams, for the status. */
    public int streamCount() {
        return streams.size();
    }

    /** The highest view whose chain is served. */
    public long chainHeight() {
        return chain.height();
    }
}
