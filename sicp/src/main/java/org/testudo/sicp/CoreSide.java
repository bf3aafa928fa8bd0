package org.testudo.sicp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Header;
import org.jgroups.Message;
import org.testudo.api.MemberId;
import org.testudo.sicp.transport.Packet;
import org.testudo.stack.CoreHeader;

/**
 * For layers that house a core: a message is the layer and its content, and nothing else. What peers send goes straight into the
 * bounded lanes of the layers.
 */
final class CoreSide implements Side {
    private final SICP transport;
    private final Identification own;
    private final Set<Short> protocols;

    /** @param protocols ids of the layers that house a core */
    CoreSide(SICP transport, Identification own, Set<Short> protocols) {
        this.transport = transport;
        this.own = own;
        this.protocols = Set.copyOf(protocols);
    }

    @Override
    public Set<Short> protocols() {
        return protocols;
    }

    /** @throws IllegalArgumentException if the message is of another layer, in another's name or too long */
    @Override
    public void down(Message message) {
        Packet packet = packet(message);
        Address to = message.dest();
        if (to != null) send(to, packet);
        else for (Address each : own.all()) send(each, packet);
    }

    private void send(Address to, Packet packet) {
        Optional<MemberId> found = own.member(to);
        if (found.isEmpty()) return; // nobody of this group: as if lost
        MemberId member = found.get();
        if (member.equals(own.known().self())) transport.later(() -> deliver(to, List.of(packet)));
        else transport.send(member, packet);
    }

    private Packet packet(Message message) {
        if (message.src() != null && !message.src().equals(transport.getAddress())) {
            throw new IllegalArgumentException("SICP does not send in the name of " + message.src());
        }
        for (Map.Entry<Short, Header> each : message.getHeaders().entrySet()) {
            if (!(each.getValue() instanceof CoreHeader header) || !protocols.contains(each.getKey())) continue;
            if (message.getNumHeaders() > 1 || message.getLength() > Packet.MOST_CONTENT) break;
            short id = each.getKey();
            return message.hasArray()
                    ? new Packet(id, message.getArray(), message.getOffset(), message.getLength(), header.bulk())
                    : Packet.of(id, new byte[0]);
        }
        throw new IllegalArgumentException("SICP carries messages of layers that house a core, up to "
                + Packet.MOST_CONTENT + " bytes; not " + message + " with " + message.printHeaders());
    }

    @Override
    public void received(MemberId peer, List<Packet> packets) {
        deliver(transport.addressOf(peer), packets);
    }

    private void deliver(Address from, List<Packet> packets) {
        List<Message> messages = new ArrayList<>(packets.size());
        for (Packet each : packets) {
            messages.add(new BytesMessage(transport.getAddress(), each.content(), each.offset(), each.length())
                    .setSrc(from)
                    .putHeader(each.protocol(), new CoreHeader()));
        }
        transport.handUp(from, messages);
    }
}
