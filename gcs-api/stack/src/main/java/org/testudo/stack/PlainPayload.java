package org.testudo.stack;

import java.util.stream.Stream;
import org.jgroups.BytesMessage;
import org.jgroups.EmptyMessage;
import org.jgroups.Message;
import org.jgroups.NioMessage;
import org.jgroups.ObjectMessage;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * The payload of an application's message: bytes, or a value of a few plain types. No class is named on the wire and nothing
 * is deserialized by Java (SICP-4).
 */
public final class PlainPayload {
    /** The order is part of the wire format. */
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

    private static final int KNOWN_FLAGS = Stream.of(Message.Flag.values())
            .mapToInt(Message.Flag::value)
            .reduce(0, (all, each) -> all | each & 0xffff);

    private PlainPayload() {}

    /**
     * Writes the flags of a message.
     *
     * @throws IllegalArgumentException if its bytes are an object, which whoever asks for it would have read by JGroups' own
     *     parser, and that makes objects of any class that is named
     */
    public static void writeFlags(Message message, WireWriter out) {
        boolean object = message.isFlagSet(Message.Flag.SERIALIZED);
        if (object && !(message instanceof ObjectMessage)) {
            throw new IllegalArgumentException(
                    "send: an object within a " + message.getClass().getSimpleName()
                            + " is not carried; use ObjectMessage of a plain value, or bytes");
        }
        out.writeShort(message.getFlags(false) & 0xffff & ~Message.Flag.SERIALIZED.value());
    }

    /** Reads what a member says are flags: all that there are but that its bytes are an object. */
    public static short readFlags(WireReader in) throws MalformedException {
        int flags = in.readShort() & 0xffff;
        int admitted = KNOWN_FLAGS & ~Message.Flag.SERIALIZED.value();
        if ((flags & ~admitted) != 0) throw new MalformedException("flags " + Integer.toHexString(flags));
        return (short) flags;
    }

    /** Sets what was read; that JGroups itself has marked the message as that of an object stays. */
    public static void setFlags(Message message, short flags) {
        int object = message.getFlags(false) & Message.Flag.SERIALIZED.value();
        message.setFlag((short) (flags | object), false);
    }

    /**
     * Writes the payload of a message.
     *
     * @throws IllegalArgumentException if it is not carried; names what, and the remedy
     */
    public static void write(Message message, WireWriter out) {
        if (message instanceof EmptyMessage) {
            out.writeEnum(Kind.EMPTY);
        } else if (message instanceof BytesMessage || message instanceof NioMessage) {
            out.writeEnum(Kind.BYTES);
            byte[] content = new byte[message.getLength()];
            if (content.length > 0 && message.hasArray())
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

    /**
     * Reads what a member says is a payload, as a message without addresses.
     *
     * @param most bytes that it may have
     */
    public static Message read(WireReader in, int most) throws MalformedException {
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
