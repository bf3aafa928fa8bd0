package org.testudo.cli.demo;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Tells every two seconds how fast the work goes on. */
public final class Throughput implements AutoCloseable {
    private static final int SECONDS = 2;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "throughput");
        thread.setDaemon(true);
        return thread;
    });
    private final Timeline timeline;
    private final IntSupplier completed;
    private int before;

    /** @param completed how many operations are done so far */
    public Throughput(Timeline timeline, IntSupplier completed) {
        this.timeline = timeline;
        this.completed = completed;
        clock.scheduleAtFixedRate(this::tell, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    private void tell() {
        int now = completed.getAsInt();
        double rate = (now - before) / (double) SECONDS;
        before = now;
        timeline.tell(
                "throughput",
                String.format(Locale.ROOT, "%5.0f operations/s, %d done", rate, now),
                Map.of("operationsPerSecond", rate, "done", now));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
