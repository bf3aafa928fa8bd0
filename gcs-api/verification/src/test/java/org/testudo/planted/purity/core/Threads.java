package org.testudo.planted.purity.core;

import java.util.Collections;
import java.util.List;

/** Is not single-threaded. */
public class Threads {
    volatile int shared;

    synchronized void lock() {}

    void start() {
        new Thread(() -> {}).start();
    }

    void sleep() throws InterruptedException {
        Thread.sleep(1);
    }

    void await() throws InterruptedException {
        wait();
    }

    void wake() {
        notifyAll();
    }

    java.util.concurrent.Executor executor() {
        return null;
    }

    Object future() {
        return java.util.concurrent.CompletableFuture.completedFuture(1);
    }

    java.util.concurrent.atomic.AtomicLong atomic() {
        return null;
    }

    ThreadLocal<String> local() {
        return null;
    }

    java.util.Timer timer() {
        return null;
    }

    Object parallel() {
        return List.of(1).stream().parallel();
    }

    Object parallelCollection(List<Integer> list) {
        return list.parallelStream();
    }

    Object locked(List<Integer> list) {
        return Collections.synchronizedList(list);
    }
}
