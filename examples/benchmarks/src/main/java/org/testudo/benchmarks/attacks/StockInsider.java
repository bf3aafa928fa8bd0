package org.testudo.benchmarks.attacks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.EmptyMessage;
import org.jgroups.Header;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.View;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.SEQUENCER;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.GMS.GmsHeader;
import org.jgroups.protocols.pbcast.JoinRsp;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.NakAckHeader2;
import org.jgroups.stack.Protocol;
import org.jgroups.util.ByteArray;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.Digest;
import org.jgroups.util.NameCache;
import org.testudo.stack.Ids;

/** A member of a stock stack that does what its protocols never would: it writes their messages itself. */
final class StockInsider {
    private static final byte WRAPPED = 4;
    private static final byte UNWRAPPED = 3;
    private static final long FAR = 1_000_000;

    private final JChannel channel;
    private final RawLine line;
    private final GMS gms;
    private final NAKACK2 nakack;

    StockInsider(JChannel channel) {
        this.channel = channel;
        line = new RawLine(channel);
        gms = channel.getProtocolStack().findProtocol(GMS.class);
        nakack = channel.getProtocolStack().findProtocol(NAKACK2.class);
    }

    /** Reaches what GMS keeps for itself. */
    private static final class Marshalling extends GMS {
        static ByteArray view(View view) {
            return marshal(view, null);
        }
    }

    private Address member(String name) {
        return channel.getView().getMembers().stream()
                .filter(each -> name.equals(NameCache.get(each)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + name + " in " + channel.getView()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** From just below GMS, so that it arrives for sure. */
    private void tell(String name, Message message, Header header) {
        gms.getDownProtocol().down(message.setDest(member(name)).putHeader(gms.getId(), header));
    }

    void leaveInTheNameOf(String victim) {
        tell("alice", new EmptyMessage(), new GmsHeader(GmsHeader.LEAVE_REQ, member(victim)));
    }

    /** A view of these members, in this order, for one of them. */
    void view(String to, long id, String... members) {
        tell(to, new BytesMessage().setArray(Marshalling.view(made(id, members))), new GmsHeader(GmsHeader.VIEW));
    }

    /** So many after the view in force. */
    long viewAfter(int steps) {
        return channel.getView().getViewId().getId() + steps;
    }

    private View made(long id, String... members) {
        return new View(
                channel.getAddress(),
                id,
                Arrays.stream(members).map(this::member).toList());
    }

    void joinAnswer(String to, long id, String... members) {
        View view = made(id, members);
        Digest digest = new Digest(view.getMembersRaw(), new long[2 * members.length]);
        tell(
                to,
                new BytesMessage().setArray(GMS.marshal(new JoinRsp(view, digest))),
                new GmsHeader(GmsHeader.JOIN_RSP));
    }

    /** Past all layers; where the transport checks the source, also past that. */
    private void inAnothersName(String to, Message message) throws Exception {
        Protocol transport = channel.getProtocolStack().getTransport();
        message.setDest(member(to));
        if (line.secured()) line.send(to, Ids.SICP, RawLine.stock(message));
        transport.down(message);
    }

    void sayAs(String source, String to, String text) throws Exception {
        inAnothersName(to, new BytesMessage(null, bytes(text)).setSrc(member(source)));
    }

    /** As if it repeated what another has sent next; the genuine one is a duplicate then. */
    void repeatAs(String source, String to, String text) throws Exception {
        Address other = member(source);
        long next = nakack.getDigest(other).get(other)[1] + 1;
        Header header = NakAckHeader2.createMessageHeader(next);
        inAnothersName(to, new BytesMessage(null, bytes(text)).setSrc(other).putHeader(nakack.getId(), header));
    }

    /** Something else to each, under the number that the next message of this member has. */
    void equivocate(List<String> to, String text) {
        long next = nakack.getCurrentSeqno() + 1;
        for (int i = 0; i < to.size(); i++) {
            Header header = NakAckHeader2.createMessageHeader(next);
            Message message = new BytesMessage(member(to.get(i)), bytes(text + "-" + i));
            channel.getProtocolStack().getTransport().down(message.putHeader(nakack.getId(), header));
        }
    }

    /** Where FD_SOCK2 is refused, in a message that is right in all but that. */
    void suspect(String victim) {
        short id = ClassConfigurator.getProtocolId(FD_SOCK2.class);
        for (String each : List.of("alice", "bob", "carol")) {
            FD_SOCK2.FdHeader header = new FD_SOCK2.FdHeader(FD_SOCK2.FdHeader.SUSPECT).mbrs(List.of(member(victim)));
            Message message =
                    new EmptyMessage(member(each)).setFlag(Message.Flag.OOB).putHeader(id, header);
            if (line.secured()) line.send(each, Ids.SICP, RawLine.ofSicp(message, id));
            else
                channel.getProtocolStack()
                        .findProtocol(FD_SOCK2.class)
                        .getDownProtocol()
                        .down(message);
        }
    }

    /** An ordered message as the one who orders sends it, in the name of another, to one member alone. */
    void orderAs(String source, String to, String text) throws Exception {
        short id = channel.getProtocolStack().findProtocol(SEQUENCER.class).getId();
        Message inner = new BytesMessage(null, bytes(text)).setSrc(member(source));
        inner.putHeader(id, new SEQUENCER.SequencerHeader(UNWRAPPED, FAR));
        ByteArrayDataOutputStream out = new ByteArrayDataOutputStream(512);
        out.writeShort(inner.getType());
        inner.writeTo(out);
        Message outer = new BytesMessage(member(to), out.buffer(), 0, out.position());
        outer.putHeader(id, new SEQUENCER.SequencerHeader(WRAPPED, FAR));
        channel.getProtocolStack().getTransport().down(outer);
    }

    void gadget(String to) throws Exception {
        Message message = new ObjectMessage(member(to), InsiderAttack.GADGET).setSrc(channel.getAddress());
        if (line.secured()) line.send(to, Ids.SICP, RawLine.stock(message));
        else channel.getProtocolStack().getTransport().down(message);
    }
}
