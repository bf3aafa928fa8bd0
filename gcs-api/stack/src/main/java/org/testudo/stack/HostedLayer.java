package org.testudo.stack;

import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.Invariant;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.Statement;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.Unsigned;
import org.testudo.kernel.statement.Vote;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;

/** One core with its codec and its protocol: where messages change between their type and bytes. */
final class HostedLayer<M> {
    /** A body longer than this may be overtaken: a record of TLS holds no more, and so takes no longer to write. */
    private static final int LARGE = 16_000;

    /**
     * A message ready for the wire, and what its sender sees of it.
     *
     * @param bulk whether others may overtake it (AB-18)
     */
    record Outgoing<M>(byte[] frame, boolean bulk, Event.Received<M> own) {}

    /** How a message travels: in which lane, and whether in order with all others of its layer. */
    record Route(Lane lane, boolean inOrder) {}

    /** A message encoded once, still to be signed if it makes a statement. */
    record Draft<M>(MemberId self, Route route, M message, byte[] bytes, Optional<Statement> statement) {
        /** With its signature, if and only if it makes a statement. */
        Outgoing<M> signed(Optional<Signature> signature) {
            Invariant.check(signature.isPresent() == statement.isPresent(), "signed or not");
            byte[] frame = new Frame(route.lane, bytes, signature).encode();
            Authentic<M> own = signature.isEmpty()
                    ? new Unsigned<>(self, message)
                    : new Signed<>(Principal.of(self), statement.get().header(), message, signature.get());
            boolean bulk = route.inOrder || route.lane == Lane.BODIES && frame.length > LARGE;
            return new Outgoing<>(frame, bulk, new Event.Received<>(own));
        }
    }

    /** A message from the wire, whose claims are still to be verified. */
    record Incoming<M>(Authentic<M> message, List<Claim> claims) {}

    private final int index;
    private final CoreHost<M> host;
    private final MessageCodec<M> codec;
    private final ProtocolCore<M> core;

    private HostedLayer(int index, CoreHost<M> host, StackContext context) {
        this.index = index;
        this.host = host;
        codec = host.newCodec(context);
        core = host.newCore(context);
    }

    static <M> HostedLayer<M> of(int index, CoreHost<M> host, StackContext context) {
        return new HostedLayer<>(index, host, context);
    }

    int index() {
        return index;
    }

    CoreHost<M> host() {
        return host;
    }

    MessageCodec<M> codec() {
        return codec;
    }

    ProtocolCore<M> core() {
        return core;
    }

    /** Encodes what a core asked for. */
    Draft<M> draft(MemberId self, Object content) {
        @SuppressWarnings("unchecked") // a core's actions bear its own messages
        M message = (M) content;
        Optional<Statement> statement =
                codec.header(message).map(header -> new Statement(header, codec.statementBody(message)));
        Route route = new Route(codec.lane(message), codec.keepsOrder());
        return new Draft<>(self, route, message, codec.encode(message), statement);
    }

    /** Whether it is worth while to verify what a peer sent. */
    boolean useful(Incoming<?> incoming, long view, long delivered) {
        @SuppressWarnings("unchecked") // this layer has opened it
        M message = (M) incoming.message().message();
        return codec.useful(message, view, delivered);
    }

    /** What a message of this layer votes for; see {@link MessageCodec#vote}. */
    @SuppressWarnings("unchecked") // this layer has opened or made it
    Optional<Vote> vote(Authentic<?> message) {
        return codec.vote((M) message.message());
    }

    /** See {@link MessageCodec#answersForVotes}. */
    @SuppressWarnings("unchecked") // this layer has opened it
    boolean answersForVotes(Authentic<?> message) {
        return codec.answersForVotes((M) message.message());
    }

    /** Decodes what a peer sent; the sender's own signature comes first among the claims. */
    Incoming<M> open(Principal sender, byte[] bytes) throws MalformedException {
        WireReader in = new WireReader(bytes);
        Frame.Head head = Frame.head(in);
        M message = codec.read(in);
        in.expectEnd();
        if (codec.lane(message) != head.lane()) throw new MalformedException("sent in lane " + head.lane());
        Optional<StatementHeader> header = codec.header(message);
        if (header.isPresent() != head.signature().isPresent()) throw new MalformedException("signed or not");
        List<Claim> claims = new java.util.ArrayList<>(codec.claims(message));
        if (header.isEmpty()) return new Incoming<>(new Unsigned<>(sender.member(), message), claims);
        Signature signature = head.signature().get();
        claims.add(0, new Claim.SignedBy(sender, header.get(), codec.statementBody(message), signature));
        return new Incoming<>(new Signed<>(sender, header.get(), message, signature), claims);
    }
}
