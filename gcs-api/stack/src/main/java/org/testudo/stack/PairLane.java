package org.testudo.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.Executor;
import org.testudo.stack.pair.core.PairNotice.Arrived;

/**
 * What one member has sent to this one and the application has not seen: in its order on one thread at a time, and what it
 * marked as out of band apart from it on a few. What was sent in a view that the application has not reached waits for that.
 * Its bound is the window of the pair. Safe for use by several threads.
 */
final class PairLane {
    /** Threads that what is out of band may occupy at once, for each sender. */
    private static final int MOST_APART = 4;

    /** The application's side. */
    interface Handler {
        void handle(Arrived message);
    }

    /** What is served in its order, by so many threads at once. */
    private final class Track {
        private final Deque<Arrived> waiting = new ArrayDeque<>();
        private final int most;
        private int busy;

        Track(int most) {
            this.most = most;
        }

        private void serve() {
            for (Arrived next = next(this); next != null; next = next(this)) handler.handle(next);
        }

        private boolean due() {
            return !waiting.isEmpty() && waiting.getFirst().view() <= reached;
        }
    }

    private final Executor threads;
    private final Handler handler;
    private final Track ordered = new Track(1);
    private final Track apart = new Track(MOST_APART);
    private long reached;

    /** @param reached the view in which the application is; -1 before the first */
    PairLane(Executor threads, Handler handler, long reached) {
        this.threads = threads;
        this.handler = handler;
        this.reached = reached;
    }

    synchronized void add(Arrived message, boolean outOfBand) {
        Track track = outOfBand ? apart : ordered;
        track.waiting.addLast(message);
        wake(track);
    }

    /** The application has come to this view. */
    synchronized void reached(long view) {
        reached = view;
        wake(ordered);
        wake(apart);
    }

    /**
     * A start of the sender has lost its seat.
     *
     * @param from what it sent in this view or a later one cannot be; 0: nothing of it is wanted, it is excluded
     */
    synchronized void left(long incarnation, long from) {
        for (Track track : new Track[] {ordered, apart}) {
            for (Iterator<Arrived> each = track.waiting.iterator(); each.hasNext(); ) {
                Arrived message = each.next();
                if (message.incarnation() == incarnation && message.view() >= from) each.remove();
            }
            wake(track);
        }
    }

    private void wake(Track track) {
        if (!track.due() || track.busy >= track.most) return;
        track.busy++;
        threads.execute(track::serve);
    }

    private synchronized Arrived next(Track track) {
        if (track.due()) {
            Arrived next = track.waiting.removeFirst();
            wake(track);
            return next;
        }
        track.busy--;
        return null;
    }
}
