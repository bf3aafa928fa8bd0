package org.testudo.stack;

import java.util.List;
import org.jgroups.BytesMessage;
import org.jgroups.Header;
import org.jgroups.Message;
import org.jgroups.protocols.COUNTER;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * How the message of an application stands in the body of a request: flags, allowed headers, and a payload of plain values. No class is named on the wire and nothing is deserialized by Java (SICP-4). Neither source nor destination are
 * written: they follow from who proved to be the origin. Safe for use by several threads.
 */
final class ChannelMessage {
    private static final int FORMAT = 1;

    /** A message that was read; {@code loopback} is false if its origin does not want it back. */
    record Opened(Message message, boolean loopback) {}

    private final HeaderRules rules;
    private final int most;

    /** @param most bytes of an encoded message */
    ChannelMessage(HeaderRules rules, int most) {
        this.rules = rules;
        this.most = most;
    }

    /**
     * Writes a message.
     *
     * @throws IllegalArgumentException if it bears what is not carried; names what and the remedy
     */
    byte[] encode(Message message) {
        byte[] encoded = WireWriter.bytes(out -> {
            out.writeByte(FORMAT).writeBoolean(!message.isFlagSet(Message.TransientFlag.DONT_LOOPBACK));
            PlainPayload.writeFlags(message, out);
            rules.write(message.getHeaders(), out);
            PlainPayload.write(message, out);
        });
        if (encoded.length > most) {
            throw new IllegalArgumentException("send: a message of " + encoded.length + " bytes is more than the "
                    + most + " of max_payload; split it, or raise that of LANES and of the ordering at all members");
        }
        return encoded;
    }

    /** Whether these bytes, if they are a message at all, are one that is marked as out of band. */
    static boolean outOfBand(byte[] encoded) {
        if (encoded.length < 4) return false;
        int flags = (encoded[2] & 0xff) << 8 | (encoded[3] & 0xff);
        return (flags & Message.Flag.OOB.value()) != 0;
    }

    /** Reads what a member says is a message. */
    Opened decode(byte[] encoded) throws MalformedException {
        return WireReader.whole(encoded, this::read);
    }

    private Opened read(WireReader in) throws MalformedException {
        int format = in.readByte();
        if (format != FORMAT) throw new MalformedException("format " + format);
        boolean loopback = in.readBoolean();
        short flags = PlainPayload.readFlags(in);
        List<Header> headers = rules.read(in);
        Message message = PlainPayload.read(in, most);
        for (Header each : headers) if (each instanceof COUNTER.CounterHeader) checkCounter(message);
        for (Header each : headers) message.putHeader(each.getProtId(), each);
        PlainPayload.setFlags(message, flags);
        return new Opened(message, loopback);
    }

    private static void checkCounter(Message message) throws MalformedException {
        if (!(message instanceof BytesMessage)) throw new MalformedException("no bytes for COUNTER");
        CounterBytes.check(message.getArray(), message.getOffset(), message.getLength());
    }
}
