package org.testudo.stack;

import java.util.Arrays;
import java.util.Optional;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.wire.MalformedException;

/**
 * A top-level message between members as bytes: one byte with the lane and whether a signature follows, the message, the
 * signature. The lane is the sender's word: it chooses only among the sender's own lanes, and is compared with that of the
 * decoded message.
 */
record Frame(Lane lane, byte[] message, Optional<Signature> signature) {
    private static final int SIGNED = 0x80;

    byte[] encode() {
        int size = 1 + message.length;
        byte[] bytes = Arrays.copyOf(
                new byte[] {(byte) (lane.ordinal() | (signature.isPresent() ? SIGNED : 0))},
                size + (signature.isPresent() ? Signature.LENGTH : 0));
        System.arraycopy(message, 0, bytes, 1, message.length);
        signature.ifPresent(it -> System.arraycopy(it.toBytes(), 0, bytes, size, Signature.LENGTH));
        return bytes;
    }

    static Frame decode(byte[] bytes) throws MalformedException {
        Lane lane = lane(bytes, 0, bytes.length);
        boolean signed = (bytes[0] & SIGNED) != 0;
        int end = bytes.length - (signed ? Signature.LENGTH : 0);
        if (end < 1) throw new MalformedException("frame of " + bytes.length + " bytes");
        Optional<Signature> signature = signed
                ? Optional.of(Signature.fromBytes(Arrays.copyOfRange(bytes, end, bytes.length)))
                : Optional.empty();
        return new Frame(lane, Arrays.copyOfRange(bytes, 1, end), signature);
    }

    /** The lane that a frame asks for, without decoding it. */
    static Lane lane(byte[] bytes, int offset, int length) throws MalformedException {
        if (length < 1) throw new MalformedException("empty frame");
        int ordinal = bytes[offset] & ~SIGNED & 0xff;
        if (ordinal >= Lane.values().length) throw new MalformedException("no lane " + ordinal);
        return Lane.values()[ordinal];
    }
}
