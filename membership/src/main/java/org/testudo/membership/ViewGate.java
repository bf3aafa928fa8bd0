package org.testudo.membership;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jgroups.View;

/**
 * Shows views to JGroups one after the other and in order: the first on the thread that connects, once the group is in
 * service, the others on the loop. Whichever thread is showing one shows also those that come meanwhile, so the loop never
 * waits for the application's first {@code viewAccepted}. Safe for use by several threads.
 */
final class ViewGate {
    private static final String IN_SERVICE = "in service";
    private static final long TELL_EVERY = 10_000;

    private final Consumer<View> show;
    private final Deque<View> waiting = new ArrayDeque<>();
    private View latest;
    private boolean open;
    private boolean showing;
    private String ended;

    ViewGate(Consumer<View> show) {
        this.show = show;
    }

    /** A view is in force. */
    void installed(View view) {
        synchronized (this) {
            latest = view;
            if (!open) return;
            waiting.add(view);
        }
        drain();
    }

    void inService() {
        end(IN_SERVICE);
    }

    /** The group will not come into service for this member. What comes first counts. */
    synchronized void end(String why) {
        if (ended == null) ended = why;
        notifyAll();
    }

    /**
     * Waits for the group to be in service, then shows the view in force.
     *
     * @param millis how long to wait; 0 for ever
     * @param stillWaiting is told every ten seconds
     * @return why it did not come into service; empty if it did
     */
    Optional<String> awaitService(long millis, Runnable stillWaiting) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (true) {
            long left = millis == 0 ? TELL_EVERY : TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) return Optional.of("waited " + millis + " ms");
            Optional<String> end = await(Math.min(left, TELL_EVERY));
            if (end.isEmpty()) stillWaiting.run();
            else return end.filter(why -> !why.equals(IN_SERVICE));
        }
    }

    /** How it ended, if it did in this time; opens the gate if it ended well. */
    private Optional<String> await(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        synchronized (this) {
            for (long left = millis; ended == null && left > 0; ) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            }
            if (!IN_SERVICE.equals(ended)) return Optional.ofNullable(ended);
            open = true;
            if (latest != null) waiting.add(latest);
        }
        drain();
        return Optional.of(IN_SERVICE);
    }

    private void drain() {
        synchronized (this) {
            if (showing) return;
            showing = true;
        }
        for (View next = next(); next != null; next = next()) show.accept(next);
    }

    private synchronized View next() {
        View next = waiting.poll();
        showing = next != null;
        return next;
    }
}
