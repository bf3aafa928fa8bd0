package org.testudo.stack;

import java.util.Arrays;
import java.util.Optional;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * A top-level message between members as bytes: one byte with the lane and whether a signature follows, the
 * signature, the message. The lane is the sender's word: it chooses only among the sender's own lanes, and is compared with that of the
 * decoded message.
 */
record Frame(Lane lane, byte[] message, Optional<Signature> signature) {
    private static final int SIGNED = 0x80;

    /** All but the message. */
    record Head(Lane lane, Optional<Signature> signature) {}

    byte[] encode() {
        byte[] head = WireWriter.bytes(out -> {
            out.writeByte(lane.ordinal() | (signature.isPresent() ? SIGNED : 0));
            signature.ifPresent(it -> it.write(out));
        });
        byte[] frame = Arrays.copyOf(head, head.length + message.length);
        System.arraycopy(message, 0, frame, head.length, message.length);
        return frame;
    }

    /** What stands before the message, which is left to be read. */
    static Head head(WireReader in) throws MalformedException {
        int first = in.readByte();
        return new Head(lane(first), (first & SIGNED) != 0 ? Optional.of(Signature.read(in)) : Optional.empty());
    }

    /** The lane that a frame asks for, without decoding it. */
    static Lane lane(byte[] bytes, int offset, int length) throws MalformedException {
        if (length < 1) throw new MalformedException("empty frame");
        return lane(bytes[offset]);
    }

    private static Lane lane(int first) throws MalformedException {
        int ordinal = first & ~SIGNED & 0xff;
        if (ordinal >= Lane.values().length) throw new MalformedException("no lane " + ordinal);
        return Lane.values()[ordinal];
    }
}
