package org.testudo.sicp.transport;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.testudo.api.MemberId;

/** A connection whose other end has proved by its certificate who it is. Written by one thread, read by another. */
final class Link {
    private static final int READ_BUFFER = 64 << 10;

    private final MemberId peer;
    private final X509Certificate[] chain;
    private final boolean dialled;
    private final Socket plain;
    private final DataInputStream in;
    private final OutputStream out;
    private final RecordMeter meter;
    private final Flow flow = new Flow();
    private final long since = System.nanoTime();

    /**
     * @param dialled whether this member opened it
     * @param plain below TLS: closing it never waits
     * @param meter of what TLS reads
     */
    Link(MemberId peer, boolean dialled, Socket plain, SSLSocket secure, RecordMeter meter) throws IOException {
        this.peer = peer;
        chain = (X509Certificate[]) secure.getSession().getPeerCertificates();
        this.dialled = dialled;
        this.plain = plain;
        this.meter = meter;
        meter.begin();
        in = new DataInputStream(new BufferedInputStream(meter.contents(secure.getInputStream()), READ_BUFFER));
        out = secure.getOutputStream();
    }

    MemberId peer() {
        return peer;
    }

    /** That by which the peer proved who it is. */
    X509Certificate certificate() {
        return chain[0];
    }

    /** The same, and who issued it, as the peer has shown it. */
    X509Certificate[] chain() {
        return chain;
    }

    boolean dialled() {
        return dialled;
    }

    /** Nanoseconds since it was authenticated. */
    long age() {
        return System.nanoTime() - since;
    }

    DataInputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    RecordMeter meter() {
        return meter;
    }

    Flow flow() {
        return flow;
    }

    void write(List<Packet> packets) throws IOException {
        Frames.write(packets, out);
    }

    /** Ends reading after this much silence. */
    void limitSilence(Duration limit) throws IOException {
        plain.setSoTimeout((int) limit.toMillis());
    }

    /** Never blocks; frees the threads that read and write. */
    void close() {
        Deadlines.closeQuietly(plain);
    }

    /** Lets the other end read what was written last, for a moment, before closing: else a reset could overtake it. */
    static void drain(Socket socket) {
        try {
            socket.shutdownOutput();
            socket.setSoTimeout(200);
            byte[] ignored = new byte[4096];
            int rounds = 0;
            while (rounds++ < 16 && socket.getInputStream().read(ignored) >= 0) continue;
        } catch (IOException e) {
            // The peer is gone or goes on sending; either way it is closed now.
        } finally {
            Deadlines.closeQuietly(socket);
        }
    }
}
