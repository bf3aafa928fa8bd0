package org.testudo.stack;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where a thread waits for work; used under the lock. */
final class Idler {
    private final Condition work;
    private boolean waiting;

    Idler(ReentrantLock lock) {
        work = lock.newCondition();
    }

    void await() throws InterruptedException {
        waiting = true;
        work.await();
        waiting = false;
    }

    /** False if the thread is at work already, or on its way to it. */
    boolean wake() {
        if (!waiting) return false;
        waiting = false;
        work.signal();
        return true;
    }
}
