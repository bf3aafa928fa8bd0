package org.testudo.gacp.server;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of one client port.
 *
 * @param workers judge what clients send and verify its signatures: half of the processors, so that clients never take all
 */
record PortThreads(ThreadPoolExecutor workers, EventLoopGroup accepting, EventLoopGroup reading) {
    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);

    static PortThreads of(String member) {
        return new PortThreads(
                workers(daemons("testudo-clients " + member)),
                new MultiThreadIoEventLoopGroup(1, daemons("testudo-accept " + member), NioIoHandler.newFactory()),
                new MultiThreadIoEventLoopGroup(
                        THREADS, daemons("testudo-clients-io " + member), NioIoHandler.newFactory()));
    }

    /** Work that comes after the end, of connections that break then, is dropped. */
    private static ThreadPoolExecutor workers(ThreadFactory factory) {
        return new ThreadPoolExecutor(
                THREADS,
                THREADS,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                factory,
                new ThreadPoolExecutor.DiscardPolicy());
    }

    private static ThreadFactory daemons(String name) {
        return work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        };
    }

    /** The workers first: what they still do would find the others gone. */
    void stop() {
        workers.shutdownNow();
        try {
            workers.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        accepting.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        reading.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
