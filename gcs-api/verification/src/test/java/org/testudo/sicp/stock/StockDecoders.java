package org.testudo.sicp.stock;

import java.util.List;
import org.jgroups.BytesMessage;
import org.jgroups.EmptyMessage;
import org.jgroups.ObjectMessage;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG2;
import org.jgroups.protocols.FailureDetection;
import org.jgroups.protocols.SEQUENCER;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.NakAckHeader2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.Protocol;
import org.jgroups.util.SeqnoList;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.stack.HeaderRules;

/** What peers say to the stock protocols of a stack, for the fuzzer: its classes are of no use to others. */
public final class StockDecoders {
    private static final HeaderRules RULES = StockTraffic.headers(
            List.<Protocol>of(
                    new TCPPING(),
                    new FD_ALL3(),
                    new NAKACK2(),
                    new UNICAST3(),
                    new STABLE(),
                    new GMS(),
                    new SEQUENCER(),
                    new FRAG2()),
            "");
    private static final StockMessages CODEC =
            new StockMessages(RULES, new Nested(RULES, ClassConfigurator.getProtocolId(SEQUENCER.class)));

    private StockDecoders() {}

    /** A message; its headers are JGroups' own, and may have more than one encoding. */
    public static byte[] message(byte[] bytes) throws MalformedException {
        CODEC.decode(bytes);
        return bytes;
    }

    public static List<byte[]> samples() {
        short nakack = ClassConfigurator.getProtocolId(NAKACK2.class);
        short heartbeat = ClassConfigurator.getProtocolId(FD_ALL3.class);
        return List.of(
                CODEC.encode(new BytesMessage(null, new byte[3]), StockMessages.To.ALL, 0),
                CODEC.encode(new ObjectMessage(null, new SeqnoList(100, 7)), StockMessages.To.START, 5),
                CODEC.encode(
                        new EmptyMessage().putHeader(heartbeat, new FailureDetection.HeartbeatHeader()),
                        StockMessages.To.PLACE,
                        0),
                CODEC.encode(
                        new BytesMessage(null, new byte[9]).putHeader(nakack, NakAckHeader2.createMessageHeader(8)),
                        StockMessages.To.ALL,
                        0));
    }
}
