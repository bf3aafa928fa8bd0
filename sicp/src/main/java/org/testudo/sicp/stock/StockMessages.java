package org.testudo.sicp.stock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jgroups.BytesMessage;
import org.jgroups.Header;
import org.jgroups.LongMessage;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.util.ByteArrayDataInputStream;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.Digest;
import org.jgroups.util.SeqnoList;
import org.jgroups.util.Streamable;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;
import org.testudo.sicp.transport.Packet;
import org.testudo.stack.HeaderRules;
import org.testudo.stack.PlainPayload;

/**
 * How a message of stock protocols stands in a packet: for whom, flags, headers that are allowed, and a payload of a few types.
 * There is no source: it is the member of the connection (SICP-3). No class is named, nothing is deserialized by Java (SICP-4).
 */
final class StockMessages {
    private static final int FORMAT = 1;

    /** For whom a message is. The order is part of the wire format. */
    enum To {
        ALL,
        /** The start of the receiver that is named. */
        START,
        /** Whoever the receiver is: it was dialled by its place. */
        PLACE
    }

    /** The order is part of the wire format. */
    private enum Kind {
        PLAIN,
        NUMBER,
        SEQUENCE_NUMBERS,
        DIGEST,
        /** Bytes that are not there, which to some stock protocols is another thing than none. */
        NO_BYTES
    }

    /** A message that was read; without addresses. */
    record Opened(To to, long incarnation, Message message) {}

    private final HeaderRules rules;
    private final Nested nested;

    StockMessages(HeaderRules rules, Nested nested) {
        this.rules = rules;
        this.nested = nested;
    }

    /**
     * Writes a message.
     *
     * @param incarnation of the receiver, if it is for one start
     * @throws IllegalArgumentException if it bears what is not carried; names what, and the remedy
     */
    byte[] encode(Message message, To to, long incarnation) {
        byte[] encoded = WireWriter.bytes(message.getLength() + 64, out -> {
            out.writeByte(FORMAT).writeEnum(to);
            if (to == To.START) out.writeLong(incarnation);
            PlainPayload.writeFlags(message, out);
            rules.write(message.getHeaders(), out);
            writePayload(message, out);
        });
        if (encoded.length <= Packet.MOST_CONTENT) return encoded;
        throw new IllegalArgumentException("send: a message of " + encoded.length + " bytes is more than the "
                + Packet.MOST_CONTENT + " that SICP carries; put FRAG2 into the stack, or split it");
    }

    private static void writePayload(Message message, WireWriter out) {
        if (message instanceof BytesMessage && message.getArray() == null) {
            out.writeEnum(Kind.NO_BYTES);
            return;
        }
        if (message instanceof LongMessage it) {
            out.writeEnum(Kind.NUMBER).writeLong(it.getValue());
            return;
        }
        Object object = message.getClass() == ObjectMessage.class ? message.getObject() : null;
        if (object instanceof SeqnoList it) {
            out.writeEnum(Kind.SEQUENCE_NUMBERS).writeBytes(bytes(it));
        } else if (object instanceof Digest it) {
            out.writeEnum(Kind.DIGEST).writeBytes(bytes(it));
        } else {
            PlainPayload.write(message, out.writeEnum(Kind.PLAIN));
        }
    }

    private static byte[] bytes(Streamable value) {
        try {
            ByteArrayDataOutputStream out = new ByteArrayDataOutputStream(256);
            value.writeTo(out);
            return Arrays.copyOf(out.buffer(), out.position());
        } catch (IOException e) {
            throw new IllegalArgumentException("send: the payload cannot be written: " + e, e);
        }
    }

    /** Reads what a member says is a message. */
    Opened decode(byte[] encoded) throws MalformedException {
        return WireReader.whole(encoded, this::read);
    }

    private Opened read(WireReader in) throws MalformedException {
        int format = in.readByte();
        if (format != FORMAT) throw new MalformedException("format " + format);
        To to = in.readEnum(To.values());
        long incarnation = to == To.START ? in.readLong() : 0;
        short flags = PlainPayload.readFlags(in);
        List<Header> headers = rules.read(in);
        Message message = readPayload(in);
        for (Header each : headers) message.putHeader(each.getProtId(), each);
        PlainPayload.setFlags(message, flags);
        nested.check(message, headers);
        return new Opened(to, incarnation, message);
    }

    private static Message readPayload(WireReader in) throws MalformedException {
        return switch (in.readEnum(Kind.values())) {
            case PLAIN -> PlainPayload.read(in, Packet.MOST_CONTENT);
            case NUMBER -> new LongMessage(null, in.readLong());
            case SEQUENCE_NUMBERS -> new ObjectMessage(null, seqnos(in.readBytes(Packet.MOST_CONTENT)));
            case NO_BYTES -> new BytesMessage();
            case DIGEST -> new ObjectMessage(null, read(new Digest(), in.readBytes(Packet.MOST_CONTENT)));
        };
    }

    /** Its own reading takes memory for as many numbers as are announced: 2 GiB for twelve bytes. */
    private static SeqnoList seqnos(byte[] bytes) throws MalformedException {
        int size = bytes.length < Integer.BYTES ? -1 : ByteBuffer.wrap(bytes).getInt();
        long whole = Integer.BYTES + Long.BYTES + (size + 63L) / 64 * Long.BYTES;
        if (size < 1 || bytes.length != whole) throw new MalformedException("numbers of another length than they say");
        return read(new SeqnoList(), bytes);
    }

    private static <T extends Streamable> T read(T value, byte[] bytes) throws MalformedException {
        try {
            ByteArrayDataInputStream in = new ByteArrayDataInputStream(bytes);
            value.readFrom(in);
            if (in.available() > 0) throw new MalformedException("bytes after the payload");
            return value;
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            throw new MalformedException("payload: " + e);
        }
    }
}
