package org.testudo.cli.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.testudo.api.TestudoException;
import org.testudo.cli.demo.Audit.Acknowledged;

/** Puts the workload to the group at a steady rate, each client's operations in order, and keeps what it was told. */
final class Load {
    private static final int OUTSTANDING = 8;

    /** One client's way to the group. */
    @FunctionalInterface
    interface Client {
        CompletableFuture<byte[]> invoke(byte[] operation);
    }

    private final Workload workload;
    private final Map<String, Client> clients;
    private final Map<String, Semaphore> permits = new LinkedHashMap<>();
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final IntConsumer progress;
    private long lastCompletion;
    private long longestGap;

    /**
     * @param progress is told the number of completed operations after each, on the completing thread
     */
    Load(Workload workload, Map<String, Client> clients, IntConsumer progress) {
        this.workload = workload;
        this.clients = clients;
        this.progress = progress;
        for (String client : workload.clients()) permits.put(client, new Semaphore(OUTSTANDING));
    }

    /**
     * Runs the whole workload, and again until that is enough.
     *
     * @param rate operations a second
     * @param enough asked before each operation of a further round
     * @return how many operations were begun
     * @throws TestudoException if nothing completes for a minute
     */
    int run(int rate, BooleanSupplier enough) throws InterruptedException {
        long start = System.nanoTime();
        lastCompletion = start;
        int number = 0;
        for (int round = 1; round == 1 || !enough.getAsBoolean(); round++) {
            for (Workload.Step step : (round == 1 ? workload : workload.again(round)).steps()) {
                if (round > 1 && enough.getAsBoolean()) break;
                long due = start + number++ * 1_000_000_000L / rate;
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                begin(step);
            }
        }
        for (Semaphore each : permits.values()) acquire(each, OUTSTANDING);
        return number;
    }

    private void begin(Workload.Step step) throws InterruptedException {
        Semaphore permit = permits.get(step.client());
        acquire(permit, 1);
        clients.get(step.client()).invoke(step.operation().encode()).whenComplete((answer, failure) -> {
            completed(step, answer, failure);
            permit.release();
        });
    }

    private static void acquire(Semaphore permit, int count) throws InterruptedException {
        if (!permit.tryAcquire(count, 60, TimeUnit.SECONDS)) {
            throw new TestudoException(
                    "no answer from the group for a minute; the members' logs say more (--keep DIR)");
        }
    }

    private void completed(Workload.Step step, byte[] answer, Throwable failure) {
        int count;
        synchronized (this) {
            if (failure != null) {
                failures.add(step.operation().id() + ": " + failure.getMessage());
                return;
            }
            long now = System.nanoTime();
            longestGap = Math.max(longestGap, now - lastCompletion);
            lastCompletion = now;
            acknowledged.add(new Acknowledged(step.client(), step.operation(), answer));
            count = acknowledged.size();
        }
        progress.accept(count);
    }

    synchronized List<Acknowledged> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** Operations that their clients were told have failed. */
    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** The longest time in the run without any completed operation. */
    synchronized long longestGapMs() {
        return longestGap / 1_000_000;
    }
}
