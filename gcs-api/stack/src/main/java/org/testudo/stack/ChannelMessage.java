package org.testudo.stack;

import java.util.Map;
import org.jgroups.BytesMessage;
import org.jgroups.EmptyMessage;
import org.jgroups.Header;
import org.jgroups.Message;
import org.jgroups.NioMessage;
import org.jgroups.ObjectMessage;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * How the message of an application stands in the body of a request: flags, allowed headers, and a payload of a few plain
 * types. No class is named on the wire and nothing is deserialized by Java (SICP-4). Neither source nor destination are
 * written: they follow from who proved to be the origin. Safe for use by several threads.
 */
final class ChannelMessage {
    private static final int FORMAT = 1;

    private enum Kind {
        EMPTY,
        BYTES,
        NOTHING,
        OBJECT_BYTES,
        TEXT,
        TRUTH,
        INTEGER,
        LONG,
        DOUBLE
    }

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
        if (message.isFlagSet(Message.Flag.RSVP) || message.isFlagSet(Message.Flag.RSVP_NB)) {
            throw new IllegalArgumentException("send: RSVP is not supported; clear the flag: a message to all is"
                    + " delivered by every correct member anyway, and you receive your own when it has its place");
        }
        byte[] encoded = WireWriter.bytes(out -> {
            out.writeByte(FORMAT).writeBoolean(!message.isFlagSet(Message.TransientFlag.DONT_LOOPBACK));
            out.writeShort(message.getFlags(false) & 0xffff);
            rules.write(message.getHeaders(), out);
            writePayload(message, out);
        });
        if (encoded.length > most) {
            throw new IllegalArgumentException("send: a message of " + encoded.length + " bytes is more than the "
                    + most + " of max_payload; split it, or raise that of LANES and of the ordering at all members");
        }
        return encoded;
    }

    private static void writePayload(Message message, WireWriter out) {
        if (message instanceof EmptyMessage) {
            out.writeEnum(Kind.EMPTY);
        } else if (message instanceof BytesMessage || message instanceof NioMessage) {
            out.writeEnum(Kind.BYTES);
            byte[] content = new byte[message.getLength()];
            if (message.hasArray())
                System.arraycopy(message.getArray(), message.getOffset(), content, 0, content.length);
            else if (message instanceof NioMessage nio && content.length > 0)
                nio.getBuf().duplicate().get(content);
            out.writeBytes(content);
        } else if (message instanceof ObjectMessage && message.getClass() == ObjectMessage.class) {
            writeObject(message.getObject(), out);
        } else {
            throw new IllegalArgumentException("send: a " + message.getClass().getSimpleName()
                    + " is not carried; use BytesMessage, NioMessage, EmptyMessage, or ObjectMessage of a plain value");
        }
    }

    private static void writeObject(Object value, WireWriter out) {
        if (value == null) out.writeEnum(Kind.NOTHING);
        else if (value instanceof byte[] it) out.writeEnum(Kind.OBJECT_BYTES).writeBytes(it);
        else if (value instanceof String it) out.writeEnum(Kind.TEXT).writeText(it);
        else if (value instanceof Boolean it) out.writeEnum(Kind.TRUTH).writeBoolean(it);
        else if (value instanceof Integer it) out.writeEnum(Kind.INTEGER).writeInt(it);
        else if (value instanceof Long it) out.writeEnum(Kind.LONG).writeLong(it);
        else if (value instanceof Double it) out.writeEnum(Kind.DOUBLE).writeLong(Double.doubleToRawLongBits(it));
        else
            throw new IllegalArgumentException("send: a " + value.getClass().getName() + " is not carried, because"
                    + " deserializing what a member says would hand it this process; send bytes, a String, Boolean,"
                    + " Integer, Long or Double");
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
        short flags = (short) in.readShort();
        Map<Short, Header> headers = rules.read(in);
        Message message = readPayload(in);
        headers.forEach(message::putHeader);
        message.setFlag(flags, false);
        return new Opened(message, loopback);
    }

    private Message readPayload(WireReader in) throws MalformedException {
        return switch (in.readEnum(Kind.values())) {
            case EMPTY -> new EmptyMessage();
            case BYTES -> new BytesMessage(null, in.readBytes(most));
            case NOTHING -> new ObjectMessage();
            case OBJECT_BYTES -> new ObjectMessage(null, (Object) in.readBytes(most));
            case TEXT -> new ObjectMessage(null, in.readText(most));
            case TRUTH -> new ObjectMessage(null, in.readBoolean());
            case INTEGER -> new ObjectMessage(null, in.readInt());
            case LONG -> new ObjectMessage(null, in.readLong());
            case DOUBLE -> new ObjectMessage(null, Double.longBitsToDouble(in.readLong()));
        };
    }
}
