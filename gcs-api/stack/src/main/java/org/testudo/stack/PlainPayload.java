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
 * The payload of an application's message: bytes, or a {@link PlainValue}. No class is named on the wire and nothing is
 * deserialized by Java (SICP-4).
 */
public final class PlainPayload {
    /** The order is part of the wire format. */
    private enum Kind {
        EMPTY,
        BYTES,
        OBJECT
    }

    /** First bytes of what JGroups writes for a number, truth, character, text or bytes: such contain no object. */
    private static final int FIRST_PLAIN = 1;

    private static final int LAST_PLAIN = 18;

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
        if (object && !(message instanceof ObjectMessage) && !isPlainObject(message)) throw objectWithin(message);
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
        } else if (message.isFlagSet(Message.Flag.SERIALIZED) && isPlainObject(message)) {
            PlainValue.write(plainObject(message), out.writeEnum(Kind.OBJECT));
        } else if (message instanceof BytesMessage || message instanceof NioMessage) {
            out.writeEnum(Kind.BYTES);
            byte[] content = new byte[message.getLength()];
            if (content.length > 0 && message.hasArray())
                System.arraycopy(message.getArray(), message.getOffset(), content, 0, content.length);
            else if (message instanceof NioMessage nio && content.length > 0)
                nio.getBuf().duplicate().get(content);
            out.writeBytes(content);
        } else if (message.getClass() == ObjectMessage.class) {
            PlainValue.write(message.getObject(), out.writeEnum(Kind.OBJECT));
        } else {
            throw new IllegalArgumentException("send: a " + message.getClass().getSimpleName()
                    + " is not carried; use BytesMessage, NioMessage, EmptyMessage, or ObjectMessage of a plain value");
        }
    }

    /** Whether these bytes of this member's own are what JGroups makes of a plain value; it arrives as an ObjectMessage. */
    private static boolean isPlainObject(Message message) {
        if (message.getClass() != BytesMessage.class || message.getLength() == 0) return false;
        byte kind = message.getArray()[message.getOffset()];
        return FIRST_PLAIN <= kind && kind <= LAST_PLAIN;
    }

    private static Object plainObject(Message message) {
        try {
            return message.getObject();
        } catch (RuntimeException e) {
            throw objectWithin(message);
        }
    }

    private static IllegalArgumentException objectWithin(Message message) {
        return new IllegalArgumentException("send: an object within a "
                + message.getClass().getSimpleName() + " is not carried; use ObjectMessage of a plain value, or bytes");
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
            case OBJECT -> new ObjectMessage(null, PlainValue.read(in, most));
        };
    }
}
