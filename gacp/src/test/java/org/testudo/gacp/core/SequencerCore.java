package org.testudo.gacp.core;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.testudo.api.MemberId;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** An ordering that trusts its leader, the first seat, and a network without loss: something for client access to stand on. */
final class SequencerCore extends AbstractCore<SequencerCore.Message> {
    /** Slot 0: to the leader, to be ordered. */
    record Message(long slot, Signed<Request> request) {}

    private final Map<Origin, Long> ordered = new LinkedHashMap<>();
    private final Map<Origin, TreeMap<Long, Signed<Request>>> waiting = new LinkedHashMap<>();
    private final TreeMap<Long, Request> decided = new TreeMap<>();
    private MemberId leader = new MemberId("m0");
    private long lastOrdered;
    private long lastDelivered;

    @Override
    protected void onInstalled(ViewRecord view) {
        leader = view.occupants().get(0).member();
    }

    @Override
    protected void onSubmitted(Payload payload) {
        if (payload instanceof Payload.Relayed relayed) send(leader, new Message(0, relayed.request()));
    }

    @Override
    protected void onReceived(Authentic<Message> received) {
        Message message = received.message();
        if (message.slot == 0) order(message.request);
        else if (received.sender().equals(leader)) decide(message);
    }

    private void order(Signed<Request> request) {
        Origin origin = request.message().origin();
        TreeMap<Long, Signed<Request>> own = waiting.computeIfAbsent(origin, key -> new TreeMap<>());
        own.putIfAbsent(request.message().number(), request);
        long next = ordered.getOrDefault(origin, 0L) + 1;
        own.headMap(next).clear();
        while (own.containsKey(next)) {
            multicast(new Message(++lastOrdered, own.remove(next)));
            ordered.put(origin, next++);
        }
    }

    private void decide(Message message) {
        decided.put(message.slot, message.request.message());
        while (decided.containsKey(lastDelivered + 1)) {
            List<Request> requests = List.of(decided.remove(++lastDelivered));
            deliver(new SlotDelivery(lastDelivered, 0, 0, Instant.EPOCH, Digest.ZERO, requests));
        }
    }

    record Codec(Lives lives) implements MessageCodec<Message> {
        @Override
        public void write(Message message, WireWriter out) {
            out.writeLong(message.slot);
            Request.writeSigned(message.request, out);
        }

        @Override
        public Message read(WireReader in) throws MalformedException {
            return new Message(in.readCount(), Request.readSigned(in, lives));
        }

        @Override
        public Optional<StatementHeader> header(Message message) {
            return Optional.empty();
        }

        @Override
        public List<Claim> claims(Message message) {
            return Request.claims(message.request);
        }

        @Override
        public Lane lane(Message message) {
            return Lane.BODIES;
        }
    }
}
