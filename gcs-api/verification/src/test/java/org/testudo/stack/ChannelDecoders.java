package org.testudo.stack;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jgroups.BytesMessage;
import org.jgroups.EmptyMessage;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.blocks.MethodCall;
import org.jgroups.blocks.RequestCorrelator;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.COUNTER;
import org.jgroups.tests.perf.PerfUtil;
import org.testudo.kernel.wire.MalformedException;

/** What members send each other over a plain channel, for the fuzzer: its class is of no use to others. */
public final class ChannelDecoders {
    private static final short COUNTER_ID = ClassConfigurator.getProtocolId(COUNTER.class);
    private static final ChannelMessage CODEC = new ChannelMessage(
            HeaderRules.parse(
                    "LANES",
                    "200[org.jgroups.blocks.RequestCorrelator$Header]," + COUNTER_ID
                            + "[org.jgroups.protocols.COUNTER$CounterHeader]"),
            1 << 20);

    /** What COUNTER writes to add 1 to the counter c. */
    private static final byte[] ADDITION = {
        1, 4, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 9, 1, 0, 1, 'c', 1, 1
    };

    private ChannelDecoders() {}

    /** A message; its headers are JGroups' own, and may have more than one encoding. */
    public static byte[] message(byte[] bytes) throws MalformedException {
        CODEC.decode(bytes);
        return bytes;
    }

    public static List<byte[]> samples() {
        return List.of(
                CODEC.encode(new EmptyMessage()),
                CODEC.encode(new BytesMessage(null, new byte[5])),
                CODEC.encode(new ObjectMessage(null, "text")),
                CODEC.encode(new ObjectMessage(null, new TreeMap<>(Map.of("a", List.of(1, 2L), "b", Set.of('c'))))),
                CODEC.encode(call(new MethodCall((short) 3, "key", new byte[3]))),
                CODEC.encode(
                        call(new MethodCall("add", new Object[] {5, 1.5}, new Class<?>[] {int.class, Double.class}))),
                CODEC.encode(new ObjectMessage(null, new IllegalStateException("no"))),
                CODEC.encode(new ObjectMessage(null, new PerfUtil.Config().add("time", 60))),
                CODEC.encode(new ObjectMessage(
                        null,
                        new PerfUtil.Results(
                                1, 2, 3, new PerfUtil.AverageSummary(1, 2, 3), new PerfUtil.AverageSummary(1, 2, 3)))),
                CODEC.encode(new BytesMessage(null, ADDITION).putHeader(COUNTER_ID, new COUNTER.CounterHeader())));
    }

    private static Message call(MethodCall call) {
        return new ObjectMessage(null, call)
                .putHeader((short) 200, new RequestCorrelator.Header((byte) 0, 7, (short) 200));
    }
}
