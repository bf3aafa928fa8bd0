package org.testudo.cli;

import java.util.concurrent.CountDownLatch;

/** Ends a command in order when its process is told to: the main thread cleans up while the shutdown waits for it. */
final class Shutdown {
    private Shutdown() {}

    /** Tells the main thread, and returns when it has cleaned up. */
    static void run(CountDownLatch told, CountDownLatch closed) {
        told.countDown();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
