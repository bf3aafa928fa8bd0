package org.testudo.stack;

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

    private PlainPayload() {}

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
