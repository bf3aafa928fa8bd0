package org.testudo.stack;

import java.util.List;
import org.jgroups.BytesMessage;
import org.jgroups.EmptyMessage;
import org.jgroups.ObjectMessage;
import org.testudo.kernel.wire.MalformedException;

/** What members send each other over a plain channel, for the fuzzer: its class is of no use to others. */
public final class ChannelDecoders {
    private static final ChannelMessage CODEC =
            new ChannelMessage(HeaderRules.parse("LANES", "200[org.jgroups.blocks.RequestCorrelator$Header]"), 1 << 20);

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
                CODEC.encode(new ObjectMessage(null, "text")));
    }
}
