package org.testudo.benchmarks.attacks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/** What somebody on the way has written down of a good member's connection. */
final class Recording {
    private Recording() {}

    /** All that a member with this certificate sends when it connects to this port and says something. */
    static byte[] of(Shown own, int port) throws IOException, InterruptedException {
        ByteArrayOutputStream recorded = new ByteArrayOutputStream();
        try (ServerSocket middle = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Stranger member = new Stranger(middle.getLocalPort());
                Socket client = middle.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            pump(client.getInputStream(), server.getOutputStream(), recorded);
            pump(server.getInputStream(), client.getOutputStream(), new ByteArrayOutputStream());
            SSLSocket secure = member.greets(Optional.of(own), "TLSv1.3");
            secure.getOutputStream().write(new byte[256]);
            TimeUnit.MILLISECONDS.sleep(300);
        }
        synchronized (recorded) {
            return recorded.toByteArray();
        }
    }

    private static void pump(InputStream in, OutputStream out, ByteArrayOutputStream copy) {
        Thread thread = new Thread(
                () -> {
                    byte[] buffer = new byte[8192];
                    try {
                        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                            synchronized (copy) {
                                copy.write(buffer, 0, n);
                            }
                            out.write(buffer, 0, n);
                            out.flush();
                        }
                    } catch (IOException e) {
                        // One of both has closed: the recording is over.
                    }
                },
                "recording");
        thread.setDaemon(true);
        thread.start();
    }
}
