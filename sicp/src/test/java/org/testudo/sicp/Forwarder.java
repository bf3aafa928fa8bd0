package org.testudo.sicp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What stands between the address that others dial and the port of a member: a router that translates, a container's host. */
final class Forwarder implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile int taken;

    Forwarder(int target) throws IOException {
        this.target = target;
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Connections that came through here. */
    int taken() {
        return taken;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket outside = kept(server.accept());
                taken++;
                Socket inside = kept(new Socket(InetAddress.getLoopbackAddress(), target));
                daemon(() -> copy(outside, inside));
                daemon(() -> copy(inside, outside));
            } catch (IOException e) {
                sockets.forEach(Forwarder::closeQuietly); // nobody listens there yet: whoever dialled tries again
            }
        }
    }

    private Socket kept(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One end has closed; so does the other.
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no more use.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "forwarder");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        sockets.forEach(Forwarder::closeQuietly);
    }
}
