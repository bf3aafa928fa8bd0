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
    private final Consumer<View> show;
    private final Deque<View> waiting = new ArrayDeque<>();
    private View latest;
    private boolean inService;
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

    synchronized void inService() {
        inService = true;
        notifyAll();
    }

    /** The group will not come into service for this member. */
    synchronized void end(String why) {
        ended = why;
        notifyAll();
    }

    /**
     * Waits for the group to be in service, then shows the view in force.
     *
     * @param millis how long to wait; 0 for ever
     * @return why it did not come into service; empty if it did
     */
    Optional<String> awaitService(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        synchronized (this) {
            while (!inService && ended == null) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (millis > 0 && left <= 0) return Optional.of("waited " + millis + " ms");
                wait(millis > 0 ? left : 0);
            }
            if (ended != null) return Optional.of(ended);
            open = true;
            if (latest != null) waiting.add(latest);
        }
        drain();
        return Optional.empty();
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
