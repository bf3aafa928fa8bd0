package org.testudo.sicp.transport;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes sockets whose time is up. A socket's own timeout counts from its last byte, so a peer that sends one byte now and
 * then would never reach it.
 */
final class Deadlines {
    private final ScheduledThreadPoolExecutor timer;

    /** A limit that is set on a socket until it is lifted. */
    static final class Deadline {
        private final Socket socket;
        private Future<?> pending;
        private volatile boolean passed;

        private Deadline(Socket socket) {
            this.socket = socket;
        }

        private void pass() {
            passed = true;
            closeQuietly(socket);
        }

        /** Whether it closed the socket. */
        boolean passed() {
            return passed;
        }

        void lift() {
            pending.cancel(false);
        }
    }

    Deadlines(String member) {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "testudo-sicp-deadlines " + member);
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    Deadline set(Socket socket, Duration limit) {
        Deadline deadline = new Deadline(socket);
        deadline.pending = timer.schedule(deadline::pass, limit.toMillis(), TimeUnit.MILLISECONDS);
        return deadline;
    }

    void stop() {
        timer.shutdownNow();
    }

    /** Closes without waiting for anybody; frees all threads that read or write it. */
    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // There is nothing left to do about it, and nobody to tell.
        }
    }
}
