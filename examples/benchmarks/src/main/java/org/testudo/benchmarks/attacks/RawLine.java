package org.testudo.benchmarks.attacks;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Arrays;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.protocols.TP;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.Util;
import org.testudo.api.MemberId;
import org.testudo.kernel.wire.WireWriter;
import org.testudo.sicp.SICP;
import org.testudo.sicp.transport.Links;
import org.testudo.sicp.transport.Packet;
import org.testudo.stack.HeaderRules;
import org.testudo.stack.PlainPayload;

/**
 * An insider's own authenticated connections, past all checks of its own side: whoever holds a member's process can change it.
 * So it reaches into the transport of its process.
 */
final class RawLine {
    private final TP transport;

    RawLine(JChannel channel) {
        transport = channel.getProtocolStack().getTransport();
    }

    /** Whether frames go over SICP. */
    boolean secured() {
        return transport instanceof SICP;
    }

    /** Sends bytes to the layer of this id, as from this member. */
    void send(String member, short protocol, byte[] content) {
        try {
            Field field = SICP.class.getDeclaredField("links");
            field.setAccessible(true);
            ((Links) field.get(transport)).send(new MemberId(member), Packet.of(protocol, content));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("SICP has other fields than this suite knows", e);
        }
    }

    /** A message to all as SICP has it under stock protocols, with one header that only the attacker allows itself. */
    static byte[] ofSicp(Message message, short header) {
        HeaderRules own = HeaderRules.parse(
                "attacker", header + "[" + message.getHeader(header).getClass().getName() + "]");
        return WireWriter.bytes(out -> {
            out.writeByte(1).writeByte(0); // format; to all
            PlainPayload.writeFlags(message, out);
            own.write(message.getHeaders(), out);
            out.writeByte(4); // no payload
        });
    }

    /** A message as a stock transport writes it: with a source, headers by number, payload by class. */
    static byte[] stock(Message message) throws IOException {
        ByteArrayDataOutputStream out = new ByteArrayDataOutputStream(512);
        Util.writeMessage(message, out, message.dest() == null);
        return Arrays.copyOf(out.buffer(), out.position());
    }
}
