package org.testudo.sicp.stock;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jgroups.Header;
import org.jgroups.Message;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.FragHeader;
import org.jgroups.util.ByteArrayDataInputStream;
import org.jgroups.util.Util;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.stack.HeaderRules;

/**
 * Looks into payloads in which a stock protocol above will find a whole message: it reads them with JGroups' own parser, which
 * makes objects of any class that they name. So they are read here first, as strictly as what surrounds them (SICP-4).
 */
final class Nested {
    /** The most fragments of one message; FRAG2 takes memory by their announced number: here 4 KiB for each. */
    static final int MOST_FRAGMENTS = 1_024;

    /** The kind of a message of SEQUENCER that is the message itself, not one that is wrapped. */
    private static final byte UNWRAPPED = 3;

    private static final int DESTINATION = 1;
    private static final int SOURCE = 2;

    private final HeaderRules rules;
    private final short sequencer;

    /** @param sequencer the protocol id of SEQUENCER, whether or not it is in the stack */
    Nested(HeaderRules rules, short sequencer) {
        this.rules = rules;
        this.sequencer = sequencer;
    }

    /** Whether all that is inside this message, which has these headers, may be read. */
    void check(Message message, List<Header> headers) throws MalformedException {
        for (Header each : headers) checkFragment(each);
        Header header = sequencer > 0 ? message.getHeader(sequencer) : null;
        if (header == null || kind(header) == UNWRAPPED) return;
        // It would be put together below SEQUENCER of parts that each look harmless, and read there.
        if (headers.stream().anyMatch(FragHeader.class::isInstance)) {
            throw new MalformedException("a fragment of a wrapped message");
        }
        if (message.getLength() == 0) return;
        if (!message.hasArray()) throw new MalformedException("a wrapped message that is no bytes");
        check(new ByteArrayDataInputStream(message.getArray(), message.getOffset(), message.getLength()));
    }

    private static void checkFragment(Header header) throws MalformedException {
        if (!(header instanceof FragHeader fragment)) return;
        if (fragment.needsDeserialization()) throw new MalformedException("fragments of an object");
        if (fragment.getOriginalType() < Message.BYTES_MSG || fragment.getOriginalType() > Message.EMPTY_MSG) {
            throw new MalformedException("fragments of a message of type " + fragment.getOriginalType());
        }
        if (fragment.num_frags < 1
                || fragment.num_frags > MOST_FRAGMENTS
                || fragment.frag_id < 0
                || fragment.frag_id >= fragment.num_frags) {
            throw new MalformedException("a fragment of " + fragment.num_frags);
        }
    }

    private static byte kind(Header header) throws MalformedException {
        try {
            return Util.streamableToByteBuffer(header)[0];
        } catch (Exception e) {
            throw new MalformedException("header: " + e);
        }
    }

    /** The format of BaseMessage, of which only bytes and nothing are let through as a payload. */
    private void check(ByteArrayDataInputStream in) throws MalformedException {
        try {
            short type = in.readShort();
            if (type != Message.BYTES_MSG && type != Message.EMPTY_MSG) {
                throw new MalformedException("a wrapped message of type " + type);
            }
            int leading = in.readByte();
            in.readShort();
            if ((leading & DESTINATION) != 0) Util.readAddress(in);
            if ((leading & SOURCE) != 0) Util.readAddress(in);
            checkHeaders(in);
            if (type == Message.BYTES_MSG) checkBytes(in);
            if (in.available() > 0) throw new MalformedException("bytes after a wrapped message");
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            throw new MalformedException("a wrapped message: " + e);
        }
    }

    private void checkHeaders(ByteArrayDataInputStream in)
            throws IOException, ClassNotFoundException, MalformedException {
        int count = in.readShort();
        if (count < 0 || count > HeaderRules.MOST_HEADERS) throw new MalformedException(count + " wrapped headers");
        for (int i = 0; i < count; i++) {
            short id = in.readShort();
            short magic = in.readShort();
            Optional<Class<?>> allowed = rules.allowed(id);
            if (allowed.isEmpty() || ClassConfigurator.getMagicNumber(allowed.get()) != magic) {
                throw new MalformedException("a wrapped header " + magic + " of protocol " + id);
            }
            Header header = ClassConfigurator.create(magic);
            header.readFrom(in);
            checkFragment(header);
        }
    }

    private static void checkBytes(ByteArrayDataInputStream in) throws IOException, MalformedException {
        int length = in.readInt();
        if (length < -1 || length > in.available()) throw new MalformedException(length + " wrapped bytes");
        in.skipBytes(Math.max(0, length));
    }
}
