package org.testudo.attackdetector.sensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** A packet capture of HTTP exchanges between two hosts, as a network card would have seen them. */
final class Capture {
    private static final int SYN = 2;
    private static final int PUSH = 8;
    private static final int ACK = 16;
    private static final int FIN = 1;
    private static final int SERVER_PORT = 8080;

    private final ByteBuffer out = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] client;
    private final byte[] server;
    private Instant time;
    private int clientPort = 50_000;
    private int clientNext;
    private int serverNext;

    Capture(byte[] client, byte[] server, Instant start) {
        this.client = client;
        this.server = server;
        time = start;
        out.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
        out.putInt(0).putInt(0).putInt(65_535).putInt(1); // Ethernet
    }

    /** One connection: handshake, request, answer, end. */
    Capture exchange(String request, String answer) {
        clientPort++;
        clientNext = 1_000;
        serverNext = 9_000;
        packet(true, SYN, "");
        packet(false, SYN | ACK, "");
        packet(true, ACK, "");
        packet(true, PUSH | ACK, request);
        packet(false, PUSH | ACK, answer);
        packet(true, ACK, "");
        packet(false, FIN | ACK, "");
        packet(true, FIN | ACK, "");
        packet(false, ACK, "");
        return this;
    }

    private void packet(boolean toServer, int flags, String payload) {
        byte[] frame = frame(toServer, flags, payload.getBytes(StandardCharsets.US_ASCII));
        out.putInt((int) time.getEpochSecond()).putInt(time.getNano() / 1_000);
        out.putInt(frame.length).putInt(frame.length).put(frame);
        time = time.plusMillis(1);
        int sent = payload.length() + ((flags & (SYN | FIN)) != 0 ? 1 : 0);
        if (toServer) clientNext += sent;
        else serverNext += sent;
    }

    private byte[] frame(boolean toServer, int flags, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(14 + 20 + 20 + payload.length);
        frame.put(new byte[] {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2}).putShort((short) 0x0800);
        frame.put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) (40 + payload.length))
                .putInt(0x00014000);
        frame.put((byte) 64).put((byte) 6).putShort((short) 0);
        frame.put(toServer ? client : server).put(toServer ? server : client);
        frame.putShort(24, checksum(frame, 14, 20));
        frame.putShort((short) (toServer ? clientPort : SERVER_PORT));
        frame.putShort((short) (toServer ? SERVER_PORT : clientPort));
        frame.putInt(toServer ? clientNext : serverNext);
        frame.putInt((flags & ACK) == 0 ? 0 : toServer ? serverNext : clientNext);
        frame.put((byte) 0x50).put((byte) flags).putShort((short) 65_000).putInt(0);
        return frame.put(payload).array();
    }

    private static short checksum(ByteBuffer bytes, int from, int length) {
        int sum = 0;
        for (int i = from; i < from + length; i += 2) sum += bytes.getShort(i) & 0xffff;
        return (short) ~((sum & 0xffff) + (sum >>> 16));
    }

    void writeTo(Path file) throws IOException {
        Files.write(file, java.util.Arrays.copyOf(out.array(), out.position()));
    }
}
