package org.testudo.gacp.server;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.testudo.gacp.core.Confirmation;
import org.testudo.gacp.core.QueryOffered;
import org.testudo.gacp.core.Rejection;
import org.testudo.gacp.proto.Chain;
import org.testudo.gacp.proto.ClientMessage;
import org.testudo.gacp.proto.Hello;
import org.testudo.gacp.proto.MemberMessage;
import org.testudo.gacp.proto.Query;
import org.testudo.gacp.proto.Refusal;
import org.testudo.kernel.notice.Offered;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;

/**
 * What comes in from one client, one message at a time: the next one is read when this one has been judged, so that a client
 * has at most one signature under verification (CA-7).
 */
final class SessionCall implements StreamObserver<ClientMessage> {
    /** The longest text of a refusal. */
    private static final int MAX_DETAIL = 512;

    private static final int BYTES_PER_TOKEN = 1_024;

    private final AccessService service;
    private final ServerCallStreamObserver<MemberMessage> call;
    private final ClientStream stream;
    private final Throttle throttle;

    SessionCall(
            AccessService service,
            ServerCallStreamObserver<MemberMessage> call,
            ClientStream stream,
            Throttle throttle) {
        this.service = service;
        this.call = call;
        this.stream = stream;
        this.throttle = throttle;
    }

    @Override
    public void onNext(ClientMessage message) {
        int cost = 1;
        switch (message.getContentCase()) {
            case HELLO -> cost = hello(message.getHello());
            case REQUEST -> request(message.getRequest().toByteArray());
            case QUERY -> query(message.getQuery());
            case CHAIN -> cost = chain(message.getChain().getAfter());
            default -> stream.close(Status.INVALID_ARGUMENT.withDescription("a message without known content"));
        }
        long pause = throttle.take(cost);
        if (pause == 0) call.request(1);
        else service.desk().later(() -> call.request(1), pause);
    }

    /** Gives back what it cost, as {@link #chain}. */
    private int hello(Hello hello) {
        byte[] nonce = hello.getNonce().toByteArray();
        boolean valid = nonce.length >= Confirmation.MIN_NONCE
                && nonce.length <= Confirmation.MAX_NONCE
                && hello.getSession() > 0;
        if (!valid) {
            stream.close(
                    Status.INVALID_ARGUMENT.withDescription("a Hello needs a session and a nonce of 16 to 64 bytes"));
            return 1;
        }
        Optional<Refused> refused = wrong(hello);
        if (refused.isPresent()) {
            refuse(refused.get().why(), 0, 0, refused.get().detail());
            return 1;
        }
        service.streams().serve(stream, new ClientStream.Hello(hello.getSession(), nonce));
        service.desk().confirm(List.of(stream));
        return chain(hello.getView());
    }

    private record Refused(Rejection why, String detail) {}

    /** A client that knows no life yet is told; one of another life than this member's is not served. */
    private Optional<Refused> wrong(Hello hello) {
        Lives lives = service.member().context().lives();
        byte[] genesis = lives.forming().genesis().toBytes();
        if (!Arrays.equals(hello.getGenesis().toByteArray(), genesis)) {
            return Optional.of(new Refused(
                    Rejection.WRONG_LIFE,
                    newLife().orElse("this is") + " genesis " + lives.forming().genesis()
                            + "; the client's configuration is of another group"));
        }
        byte[] life = hello.getLife().toByteArray();
        boolean knowsNone = Arrays.equals(life, lives.forming().life().toBytes());
        if (knowsNone || Arrays.equals(life, lives.formed().life().toBytes())) return Optional.empty();
        return Optional.of(
                lives.known()
                        ? new Refused(
                                Rejection.WRONG_LIFE,
                                "this is life " + lives.formed().life())
                        : new Refused(Rejection.NOT_IN_SERVICE, "this member does not yet know the group's life"));
    }

    /** A client of a life that is over cannot be served in this one; it is told why there is another (GM-22). */
    private Optional<String> newLife() {
        return service.member()
                .context()
                .genesis()
                .recovered()
                .map(it -> "this life was " + it.statement().describe()
                        + "; set group.recovery to the file of its operators,");
    }

    /** Sends a chunk of the chain; gives back what that cost: a small question with a long answer counts as many. */
    private int chain(long after) {
        Chain chunk = service.chain().after(after);
        stream.send(MemberMessage.newBuilder().setChain(chunk).build());
        return 1 + chunk.getSerializedSize() / BYTES_PER_TOKEN;
    }

    private void request(byte[] bytes) {
        Lives lives = service.member().context().lives();
        try {
            judge(WireReader.whole(bytes, in -> Request.readSigned(in, lives)));
        } catch (MalformedException e) {
            refuse(Rejection.MALFORMED, 0, 0, e.getMessage());
        }
    }

    private void judge(Signed<Request> signed) {
        Request request = signed.message();
        if (!signed.signer().equals(stream.client())) {
            refuse(request, Rejection.MALFORMED, "this connection is of " + stream.client() + ", the request is not");
        } else if (!proved(signed)) {
            refuse(request, Rejection.BAD_SIGNATURE, "its signature or card is not valid");
        } else if (!service.member().announce(new Offered(signed))) {
            refuse(request, Rejection.LIMITED, "this member has too much to do");
        }
    }

    /** Requests of clients carry no view-bound claims: commands are refused by the core, whatever they hold. */
    private boolean proved(Signed<Request> signed) {
        for (Claim claim : Request.claims(signed)) {
            boolean good = claim instanceof Claim.SignedBy it
                            && service.verify(signed.message().origin(), it)
                    || claim instanceof Claim.Certified card
                            && service.member().context().verifier().certified(card);
            if (!good) return false;
        }
        return true;
    }

    private void query(Query query) {
        long session = stream.hello().session();
        if (session == 0 || query.getNumber() <= 0) {
            refuse(Rejection.MALFORMED, 0, 0, "a query has a number, and comes after a Hello");
            return;
        }
        QueryOffered offered = new QueryOffered(
                stream.client(), session, query.getNumber(), query.getBody().toByteArray());
        if (service.member().announce(offered)) return;
        stream.send(refusal(offered, Rejection.LIMITED, "this member has too much to do"));
    }

    private void refuse(Request request, Rejection why, String detail) {
        refuse(why, request.origin().incarnation(), request.number(), detail);
    }

    private void refuse(Rejection why, long session, long number, String detail) {
        stream.send(refusal(why, session, number, detail));
    }

    static MemberMessage refusal(Rejection why, long session, long number, String detail) {
        return refusal(why, detail, it -> it.setSession(session).setNumber(number));
    }

    static MemberMessage refusal(QueryOffered query, Rejection why, String detail) {
        return refusal(why, detail, it -> it.setSession(query.session()).setQuery(query.number()));
    }

    private static MemberMessage refusal(Rejection why, String detail, UnaryOperator<Refusal.Builder> of) {
        Refusal.Builder refusal = Refusal.newBuilder()
                .setReason(Refusal.Reason.valueOf(why.name()))
                .setDetail(detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail);
        return MemberMessage.newBuilder().setRefusal(of.apply(refusal)).build();
    }

    @Override
    public void onError(Throwable broken) {
        stream.close(Status.CANCELLED);
    }

    @Override
    public void onCompleted() {
        stream.close(Status.OK);
    }
}
