package org.testudo.sicp.transport;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.wire.MalformedException;

/** What the transport reads of a peer, for the fuzzer: its classes are of no use to others. */
public final class TransportDecoders {
    private static final Frames FRAMES = new Frames(Set.of((short) 1101, (short) 1103));

    private TransportDecoders() {}

    /** All that a connection brings after the greeting, up to its end; what came whole, as one frame. */
    public static byte[] frames(byte[] connection) throws MalformedException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(connection));
        PieceReader begun = new PieceReader(FRAMES, new Flow(), () -> {});
        List<Packet> read = new ArrayList<>();
        try {
            while (in.available() > 0) read.addAll(FRAMES.read(in, begun));
            return Frames.encode(read);
        } catch (Violation | IOException e) {
            throw new MalformedException(e.getMessage() == null ? "it ends within a frame" : e.getMessage());
        }
    }

    /** A frame with packets of these lengths. */
    public static byte[] frame(int... lengths) {
        List<Packet> packets = new ArrayList<>();
        for (int each : lengths) packets.add(Packet.of((short) 1101, new byte[each]));
        return Frames.encode(packets);
    }

    /** A packet of this length in pieces. */
    public static byte[] pieces(int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PieceWriter writer = new PieceWriter(Packet.of((short) 1103, new byte[length]));
        try {
            while (!writer.write(out, true)) continue;
        } catch (IOException e) {
            throw new IllegalStateException("it is written to memory", e);
        }
        return out.toByteArray();
    }

    /** The greeting of a peer, with its length. */
    public static byte[] greeting(byte[] bytes) throws MalformedException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        try {
            Greeting read = Greeting.read(in);
            read.difference(read);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            read.write(out);
            if (in.available() > 0) throw new MalformedException("more follows");
            return out.toByteArray();
        } catch (Refusal | IOException e) {
            throw new MalformedException(e.getMessage() == null ? "it ends within the greeting" : e.getMessage());
        }
    }

    /** One that says as much as a member's. */
    public static byte[] greeting() {
        Greeting greeting =
                new Greeting(Greeting.Verdict.REFUSED, "no", Digest.ZERO, 7, List.of("group=payments", "policy=none"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            greeting.write(out);
        } catch (IOException e) {
            throw new IllegalStateException("it is written to memory", e);
        }
        return out.toByteArray();
    }
}
