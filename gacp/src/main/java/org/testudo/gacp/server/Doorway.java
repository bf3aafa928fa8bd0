package org.testudo.gacp.server;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.testudo.api.Principal;
import org.testudo.sicp.credentials.FailedHandshakes;

/**
 * The connections that have been accepted and have not yet shown a certificate: at most so many; for a further one the oldest
 * is closed, so that silent ones keep nobody out (CA-7). Sources whose handshakes fail again and again are let in more slowly.
 * Safe for use by several threads.
 */
final class Doorway {
    private static final int FAREWELL_SECONDS = 2;

    private static final int TLS_HANDSHAKE = 22;

    private final int most;
    private final FailedHandshakes failed = new FailedHandshakes(address -> false);
    private final Map<SocketAddress, Channel> strangers = new LinkedHashMap<>();
    /** Those of them that have begun a TLS handshake. */
    private final Set<Channel> begun = new HashSet<>();

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
                List<Object> come = accepted.subList(before, accepted.size());
                for (Object each : List.copyOf(come)) {
                    if (arrived((Channel) each)) continue;
                    come.remove(each);
                    count--;
                }
                return count;
            }
        };
    }

    /** Takes a connection in, and may close an older one for it; or closes it at once, before TLS begins, and says no. */
    private boolean arrived(Channel channel) {
        SocketAddress from = channel.remoteAddress();
        if (from == null) return true; // it has gone again
        if (!failed.admits(address(from))) {
            close(channel);
            return false;
        }
        channel.pipeline().addFirst(new FirstByte());
        Channel oldest = null;
        synchronized (this) {
            strangers.put(from, channel);
            if (strangers.size() > most) oldest = evictOldest();
        }
        if (oldest != null) close(oldest);
        channel.closeFuture().addListener(closed -> forget(from, channel));
        return true;
    }

    /** One that has begun its handshake is held against its source: who stalls so many that none ever fails is limited too. */
    private Channel evictOldest() {
        SocketAddress first = strangers.keySet().iterator().next();
        Channel oldest = strangers.remove(first);
        if (begun.remove(oldest)) failed.failed(address(first));
        return oldest;
    }

    /** Sees how a connection begins, and then nothing more of it. */
    private final class FirstByte extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object read) {
            boolean handshake = read instanceof ByteBuf bytes
                    && bytes.isReadable()
                    && bytes.getUnsignedByte(bytes.readerIndex()) == TLS_HANDSHAKE;
            if (handshake) begins(context.channel());
            context.pipeline().remove(this);
            context.fireChannelRead(read);
        }
    }

    private synchronized void begins(Channel channel) {
        if (channel.isOpen()) begun.add(channel);
    }

    /** It has closed; if by itself, or by TLS, before it showed a good certificate, its source is in debt for it. */
    private synchronized void forget(SocketAddress from, Channel channel) {
        boolean tried = begun.remove(channel);
        if (strangers.remove(from, channel) && tried) failed.failed(address(from));
        guests.remove(from, channel);
    }

    private static InetAddress address(SocketAddress from) {
        return ((InetSocketAddress) from).getAddress();
    }

    /** The connection from there has shown a good certificate, of this principal. */
    synchronized void admitted(SocketAddress from, Principal principal) {
        Channel channel = strangers.remove(from);
        if (channel != null) guests.put(from, channel);
        if (channel != null) failed.succeeded(address(from), principal);
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

    /** The connection from there has shown a certificate that is good no longer. */
    void rejected(SocketAddress from) {
        failed.failed(address(from));
        refused(from);
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

    /** Connections closed before their handshake, since too many of their source, network or all strangers have failed. */
    long refused() {
        return failed.refused();
    }
}
