package org.testudo.benchmarks.attacks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Many connections that say nothing. */
final class Flood implements AutoCloseable {
    private final List<SocketChannel> connections = new ArrayList<>();
    private final List<SocketChannel> pending = new ArrayList<>();

    private Flood() {}

    /** Begins so many, without waiting until they are accepted. */
    static Flood of(int count, int port) throws IOException {
        Flood flood = new Flood();
        InetSocketAddress there = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            for (int i = 0; i < count; i++) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                flood.connections.add(channel);
                channel.connect(there);
                if (!isEstablished(channel))
                    flood.pending.add(channel); // looked at at once: the other may soon reset it
            }
            return flood;
        } catch (IOException e) {
            flood.close();
            throw e;
        }
    }

    /** How many the other's system has taken, whether or not they were closed since; those that never come about do not count. */
    int opened() {
        pending.removeIf(Flood::isEstablished);
        return connections.size() - pending.size();
    }

    private static boolean isEstablished(SocketChannel channel) {
        try {
            return channel.isConnected() || channel.finishConnect();
        } catch (IOException e) {
            return false;
        }
    }

    /** How many the other has not closed. */
    long open() {
        return connections.stream().filter(Flood::isOpen).count();
    }

    private static boolean isOpen(SocketChannel channel) {
        try {
            return (channel.isConnected() || channel.finishConnect()) && channel.read(ByteBuffer.allocate(64)) >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel each : connections) each.close();
    }
}
