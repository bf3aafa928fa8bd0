package org.testudo.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.ViewRecord;

/** What an attack can reach: its own member, its own keys, the network, and its accomplices. */
public final class AttackContext {
    private final SimulatedMember self;
    private final Run run;
    private final SeededRandom random;

    AttackContext(SimulatedMember self, Run run) {
        this.self = self;
        this.run = run;
        this.random = run.random("attack " + self.index());
    }

    /** Index of the member that attacks. */
    public int index() {
        return self.index();
    }

    public MemberId self() {
        return self.id();
    }

    public Principal principal() {
        return self.principal();
    }

    public Duration now() {
        return run.now();
    }

    public SeededRandom random() {
        return random;
    }

    /** The life in which this member is. */
    public GroupLife life() {
        return self.view().life();
    }

    /** The lives that this member has learnt. */
    public Lives lives() {
        return self.lives();
    }

    /** The view in force at this member. */
    public ViewRecord view() {
        return self.view();
    }

    /** The origin of this member's requests. */
    public Origin origin() {
        return self.context().origin();
    }

    /** All members of the group, by index. */
    public List<MemberId> everybody() {
        return run.members().stream().map(SimulatedMember::id).toList();
    }

    /** All other members, by index. */
    public List<MemberId> others() {
        return everybody().stream().filter(id -> !id.equals(self.id())).toList();
    }

    /** The other Byzantine members: what they sign, they give away on request. */
    public List<AttackContext> accomplices() {
        return run.crew().adversaries().stream()
                .filter(member -> member != self)
                .map(SimulatedMember::attackContext)
                .toList();
    }

    /** The codec of a layer's messages. */
    @SuppressWarnings("unchecked") // whoever names a layer knows its messages
    public <M> MessageCodec<M> codec(int layer) {
        return (MessageCodec<M>) (MessageCodec<?>) self.codec(layer);
    }

    /** Signs with a key of this member, the present or an older one of a view. */
    public Optional<Signature> sign(StatementHeader header, byte[] body) {
        return self.keys().sign(header, body);
    }

    /** Another valid signature of the same statement for each variant but 0 (SICP-13). */
    public Optional<Signature> sign(StatementHeader header, byte[] body, long variant) {
        return self.keys().sign(header, body, variant);
    }

    /** A message with this member's signature, to be nested in others; for messages that are signed at all. */
    public <M> Optional<Signed<M>> mint(int layer, M message) {
        MessageCodec<M> codec = codec(layer);
        StatementHeader header = codec.header(message).orElseThrow();
        return sign(header, codec.statementBody(message))
                .map(signature -> new Signed<>(principal(), header, message, signature));
    }

    /** A request of this member under any number. */
    public Signed<Request> request(RequestClass kind, long number, byte[] body) {
        Request request = new Request(origin(), number, kind, body);
        Signature signature =
                sign(request.header(lives()), request.signedBody()).orElseThrow();
        return request.signed(lives(), signature);
    }

    /** Sends a message as the honest edge would: signed if its codec says so. */
    public void send(int layer, MemberId to, Object message) {
        self.surroundings().send(layer, to, message);
    }

    public void multicast(int layer, Object message) {
        self.surroundings().multicast(layer, message);
    }

    /** Sends any bytes with any signature. */
    public void sendBytes(int layer, MemberId to, byte[] bytes, Optional<Signature> signature) {
        self.surroundings().post(new Packet(self, layer, bytes, signature), to);
    }

    /** Hands something down to a layer of this member, as its application could. */
    public void submit(int layer, Payload payload) {
        self.happens(layer, new Event.Submitted<>(payload));
    }

    /** Has this happen after a while. */
    public void later(Duration after, Runnable what) {
        run.agenda().in(after.toNanos(), what);
    }
}
