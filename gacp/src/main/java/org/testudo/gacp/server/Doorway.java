package org.testudo.gacp.server;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The connections that have been accepted and have not yet shown a certificate: at most so many; for a further one the oldest
 * is closed, so that silent ones keep nobody out (CA-7). Safe for use by several threads.
 */
final class Doorway {
    private static final int FAREWELL_SECONDS = 2;

    private final int most;
    private final Map<SocketAddress, Channel> strangers = new LinkedHashMap<>();
    private final Map<SocketAddress, Channel> guests = new LinkedHashMap<>();

    Doorway(int most) {
        this.most = most;
    }

    /** A listening channel whose connections pass through here. */
    NioServerSocketChannel listening() {
        return new NioServerSocketChannel() {
            @Override
            protected int doReadMessages(List<Object> accepted) throws Exception {
                int before = accepted.size();
                int count = super.doReadMessages(accepted);
                for (Object each : accepted.subList(before, accepted.size())) arrived((Channel) each);
                return count;
            }
        };
    }

    private void arrived(Channel channel) {
        SocketAddress from = channel.remoteAddress();
        if (from == null) return; // it has gone again
        Channel oldest = null;
        synchronized (this) {
            strangers.put(from, channel);
            if (strangers.size() > most) {
                SocketAddress first = strangers.keySet().iterator().next();
                oldest = strangers.remove(first);
            }
        }
        if (oldest != null) close(oldest);
        channel.closeFuture().addListener(closed -> forget(from, channel));
    }

    private synchronized void forget(SocketAddress from, Channel channel) {
        strangers.remove(from, channel);
        guests.remove(from, channel);
    }

    /** The connection from there has shown a good certificate. */
    synchronized void admitted(SocketAddress from) {
        Channel channel = strangers.remove(from);
        if (channel != null) guests.put(from, channel);
        if (channel != null && !channel.isOpen()) guests.remove(from); // it closed meanwhile, and was forgotten
    }

    /** Closes the connection from there, which was admitted. */
    void close(SocketAddress from) {
        Channel channel;
        synchronized (this) {
            channel = guests.get(from);
        }
        if (channel != null) close(channel);
    }

    /** The connection from there is one too many; it is closed when its caller has had time to read why. */
    void refused(SocketAddress from) {
        Channel channel;
        synchronized (this) {
            channel = strangers.remove(from);
        }
        if (channel != null) channel.eventLoop().schedule(() -> channel.close(), FAREWELL_SECONDS, TimeUnit.SECONDS);
    }

    /** One that is not registered with its event loop yet has nobody to close it but its own. */
    private static void close(Channel channel) {
        if (channel.isRegistered()) channel.close();
        else channel.unsafe().closeForcibly();
    }

    /** Connections that have not shown a certificate. */
    synchronized int strangers() {
        return strangers.size();
    }
}
