package org.testudo.stack;

import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.api.GroupListener;
import org.testudo.api.Notice;

/**
 * The thread on which the application hears notices. Past its bound the newest are dropped, past half of it those of level
 * DEBUG: they are in the log anyway.
 */
final class NoticeLane {
    static final int BOUND = 1_024;
    private static final Logger LOG = LoggerFactory.getLogger(NoticeLane.class);

    private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>(BOUND);
    private final GroupListener listener;
    private final Thread thread;
    private volatile boolean stopped;

    NoticeLane(String member, GroupListener listener) {
        this.listener = listener;
        thread = new Thread(this::run, "testudo-notices " + member);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Never blocks. */
    void tell(Notice notice) {
        // Clients cause notices of level DEBUG as fast as they like: these must not keep from the listener what it must
        // know.
        boolean spare = notice.level() == Notice.Level.DEBUG && queue.size() >= BOUND / 2;
        if (spare || !queue.offer(() -> listener.onNotice(notice)))
            LOG.debug("dropped for a slow listener: {}", notice.describe());
    }

    /** Ends the thread once it has told what waits. */
    void stop() {
        stopped = true;
        queue.offer(() -> {});
    }

    private void run() {
        while (!stopped || !queue.isEmpty()) {
            try {
                queue.take().run();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("listener failed in onNotice", e);
            }
        }
    }
}
