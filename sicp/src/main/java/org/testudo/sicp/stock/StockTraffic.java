package org.testudo.sicp.stock;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.PhysicalAddress;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.SEQUENCER;
import org.jgroups.stack.IpAddress;
import org.jgroups.stack.Protocol;
import org.jgroups.util.MessageBatch;
import org.jgroups.util.MessageBatch.Mode;
import org.testudo.api.MemberId;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.sicp.transport.Packet;
import org.testudo.sicp.transport.Peer;
import org.testudo.sicp.transport.Violation;
import org.testudo.stack.HeaderRules;
import org.testudo.stack.Ids;

/**
 * What goes between the stock protocols of a stack and the connections of {@code SICP} below them. The source of every message is
 * the member of its connection, whatever a header or payload says (SICP-3); what a peer sends is read by rules of this stack
 * alone (SICP-4). Safe for use by several threads.
 */
public final class StockTraffic {
    /** What is asked of the transport. */
    public interface Transport {
        /** Queues a packet for a member. */
        void send(MemberId member, Packet packet);

        /** Hands a message of this member back to itself. */
        void loopback(Message message);

        /** Hands messages of one member up, which are all to all or all to one, and all out of band or none. */
        void deliver(MessageBatch batch, boolean outOfBand);
    }

    private final MemberId self;
    private final Starts starts;
    private final StockMessages codec;
    private final Transport transport;
    private final LongAdder foreign = new LongAdder();
    private volatile List<Address> view = List.of();

    private StockTraffic(MemberId self, Starts starts, StockMessages codec, Transport transport) {
        this.self = self;
        this.starts = starts;
        this.codec = codec;
        this.transport = transport;
    }

    /**
     * That of a start of this member.
     *
     * @param addresses of a member's start
     * @param places of all members, as others dial them
     * @param headers what the stack may say
     */
    public static StockTraffic of(
            Peer self,
            long incarnation,
            BiFunction<MemberId, Long, Address> addresses,
            List<Peer> places,
            HeaderRules headers,
            Transport transport) {
        Starts starts = new Starts(addresses, places);
        starts.met(self.id(), incarnation);
        return new StockTraffic(self.id(), starts, messages(headers), transport);
    }

    private static StockMessages messages(HeaderRules headers) {
        return new StockMessages(headers, new Nested(headers, ClassConfigurator.getProtocolId(SEQUENCER.class)));
    }

    /**
     * The headers that the protocols of a stack use, and those that its user allows.
     *
     * @param allowed such as {@code 200[org.jgroups.blocks.RequestCorrelator$Header]}
     * @throws IllegalArgumentException if that cannot be read
     */
    public static HeaderRules headers(List<Protocol> protocols, String allowed) {
        HeaderRules rules = HeaderRules.parse("SICP", allowed);
        StockHeaders.allow(protocols, rules);
        return rules;
    }

    /** What is to stand above the protocols of such a stack. */
    public static Protocol door(HeaderRules headers, Protocol transport) {
        return new StockDoor(messages(headers), transport);
    }

    /** What peers may send to: all stock protocols together. */
    public static Set<Short> protocols() {
        return Set.of(Ids.SICP);
    }

    /** A start of a member has connected. */
    public Address connected(MemberId member, long incarnation) {
        return starts.met(member, incarnation);
    }

    /** Whom messages to all are for from now on. */
    public void viewed(Collection<Address> members) {
        view = List.copyOf(members);
    }

    /** The address of the start of a member that is there, or was last. */
    public Optional<Address> address(MemberId member) {
        return starts.address(member);
    }

    /** Where the member with this address is dialled. */
    public Optional<PhysicalAddress> place(Address address) {
        return starts.member(address).flatMap(starts::place);
    }

    /** Where all members are dialled. */
    public Collection<PhysicalAddress> places() {
        return List.copyOf(starts.places());
    }

    /**
     * Messages that protocols of this member wanted to send in the name of others, and that were not sent: repeating what another
     * has said is its own affair.
     */
    public long foreign() {
        return foreign.sum();
    }

    /**
     * Sends a message, of this member alone; never blocks.
     *
     * @throws IllegalArgumentException if it bears what is not carried; names what, and the remedy
     */
    public void down(Message message) {
        Address own = starts.address(self).orElseThrow();
        if (message.getSrc() == null) message.setSrc(own);
        if (!message.getSrc().equals(own)) {
            foreign.increment();
            return;
        }
        if (message.getDest() == null) toAll(message, own);
        else if (message.getDest().equals(own)) transport.loopback(message);
        else toOne(message);
    }

    private void toAll(Message message, Address own) {
        Packet packet = packet(message, StockMessages.To.ALL, 0);
        List<Address> members = view;
        for (Address each : members.isEmpty() ? starts.all() : members) {
            if (!each.equals(own)) starts.member(each).ifPresent(member -> transport.send(member, packet));
        }
        if (!message.isFlagSet(Message.TransientFlag.DONT_LOOPBACK)) transport.loopback(message);
    }

    private void toOne(Message message) {
        if (message.getDest() instanceof IpAddress place) {
            Optional<MemberId> there = starts.at(place).filter(member -> !member.equals(self));
            there.ifPresent(member -> transport.send(member, packet(message, StockMessages.To.PLACE, 0)));
            return;
        }
        Optional<MemberId> found = starts.member(message.getDest());
        if (found.isEmpty()) return; // an earlier start, or nobody: as if lost
        long incarnation = starts.incarnation(found.get());
        transport.send(found.get(), packet(message, StockMessages.To.START, incarnation));
    }

    private Packet packet(Message message, StockMessages.To to, long incarnation) {
        return Packet.of(Ids.SICP, codec.encode(message, to, incarnation));
    }

    /**
     * Takes what a member has sent; on the thread that reads its connection.
     *
     * @throws Violation if any of it is what no correct member sends; then nothing of it is handed up
     */
    public void received(MemberId member, List<Packet> packets) throws Violation {
        Optional<Address> from = starts.address(member);
        if (from.isEmpty()) return;
        List<List<Message>> kinds = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Packet each : packets) {
            StockMessages.Opened opened = opened(each);
            boolean stale = opened.to() == StockMessages.To.START && opened.incarnation() != starts.incarnation(self);
            if (stale) continue; // it was for an earlier start of this member
            Message message = opened.message().setSrc(from.get());
            boolean toAll = opened.to() == StockMessages.To.ALL;
            if (!toAll) message.setDest(starts.address(self).orElseThrow());
            boolean outOfBand = message.isFlagSet(Message.Flag.OOB);
            kinds.get((toAll ? 2 : 0) + (outOfBand ? 1 : 0)).add(message);
        }
        for (int kind = 0; kind < kinds.size(); kind++) {
            if (!kinds.get(kind).isEmpty()) deliver(from.get(), kind >= 2, kind % 2 == 1, kinds.get(kind));
        }
    }

    private StockMessages.Opened opened(Packet packet) throws Violation {
        try {
            return codec.decode(packet.bytes());
        } catch (MalformedException e) {
            throw new Violation("a message out of order: " + e.getMessage());
        }
    }

    private void deliver(Address from, boolean toAll, boolean outOfBand, List<Message> messages) {
        Address to = toAll ? null : starts.address(self).orElseThrow();
        Mode mode = outOfBand ? Mode.OOB : Mode.REG;
        MessageBatch batch = new MessageBatch(to, from, null, toAll, mode, messages.size());
        messages.forEach(batch::add);
        transport.deliver(batch, outOfBand);
    }
}
