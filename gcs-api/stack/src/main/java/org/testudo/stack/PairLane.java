package org.testudo.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import org.testudo.stack.pair.core.PairNotice.Arrived;
import org.testudo.stack.pair.core.PairStream;

/**
 * What one member has sent to this one and the application has not seen: in its order on one thread at a time, what it
 * marked as out of band apart from it on a few, and answers on one of their own, since who is called on the others may wait for
 * one. What was sent in a view that the application has not reached waits for that, but for an answer, which was asked for.
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
        private final boolean inViews;
        private int busy;

        Track(int most, boolean inViews) {
            this.most = most;
            this.inViews = inViews;
        }

        private void serve() {
            for (Arrived next = next(this); next != null; next = next(this)) handler.handle(next);
        }

        private boolean due() {
            return !waiting.isEmpty() && (!inViews || waiting.getFirst().view() <= reached);
        }
    }

    private final Executor threads;
    private final Handler handler;
    private final Track ordered = new Track(1, true);
    private final Track apart = new Track(MOST_APART, true);
    private final Track answers = new Track(1, false);
    private final List<Track> tracks = List.of(ordered, apart, answers);
    private long reached;

    /** @param reached the view in which the application is; -1 before the first */
    PairLane(Executor threads, Handler handler, long reached) {
        this.threads = threads;
        this.handler = handler;
        this.reached = reached;
    }

    synchronized void add(Arrived message, boolean outOfBand) {
        boolean answer = message.stream() == PairStream.ANSWERS;
        Track track = answer ? answers : outOfBand ? apart : ordered;
        track.waiting.addLast(message);
        wake(track);
    }

    /** The application has come to this view. */
    synchronized void reached(long view) {
        reached = view;
        tracks.forEach(this::wake);
    }

    /**
     * A start of the sender has lost its seat.
     *
     * @param from what it sent in this view or a later one cannot be; 0: nothing of it is wanted, it is excluded
     */
    synchronized void left(long incarnation, long from) {
        for (Track track : tracks) {
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
