package org.testudo.sicp.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What stands between a member who dials and one who is dialled, and lets through only as many bytes as a test says. */
final class SlowLink implements AutoCloseable {
    private static final int LITTLE = 16 << 10;

    private final ServerSocket server = new ServerSocket();
    private final InetSocketAddress target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private long allowed = Long.MAX_VALUE;
    private long passed;

    SlowLink(Peer target) throws IOException {
        this.target = target.socketAddress();
        server.setReceiveBufferSize(LITTLE);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        daemon(this::accept);
    }

    Peer at(Peer peer) {
        return new Peer(peer.id(), "127.0.0.1", server.getLocalPort());
    }

    /** From now on so many more bytes pass from who dialled to who was dialled. */
    synchronized void allow(long bytes) {
        allowed = bytes == Long.MAX_VALUE ? bytes : passed + bytes;
        notifyAll();
    }

    synchronized long passed() {
        return passed;
    }

    synchronized boolean blocked() {
        return passed >= allowed;
    }

    void cut() {
        sockets.forEach(Deadlines::closeQuietly);
        sockets.clear();
    }

    private synchronized int admit(int most) throws InterruptedException {
        while (passed >= allowed) wait();
        int now = (int) Math.min(most, allowed - passed);
        passed += now;
        return now;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket outside = server.accept();
                Socket inside = new Socket();
                inside.setTcpNoDelay(true);
                sockets.addAll(List.of(outside, inside));
                inside.connect(target);
                daemon(() -> copy(outside, inside, true));
                daemon(() -> copy(inside, outside, false));
            } catch (IOException e) {
                cut(); // nobody listens there yet: whoever dialled tries again
            }
        }
    }

    private void copy(Socket from, Socket to, boolean slow) {
        byte[] buffer = new byte[LITTLE];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int done = 0; done < n; ) {
                    int now = slow ? admit(n - done) : n;
                    out.write(buffer, done, now);
                    done += now;
                }
            }
        } catch (IOException | InterruptedException e) {
            // One end has closed; so does the other.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "slow-link");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
        allow(Long.MAX_VALUE);
    }
}
