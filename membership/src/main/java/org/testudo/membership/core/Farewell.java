package org.testudo.membership.core;

import java.time.Duration;
import java.util.Optional;
import org.testudo.kernel.notice.Departed;

/**
 * Who has gone in good order serves until the next view is certified and has ordered something, for it may be one of the few
 * that can bring the others into that view (GM-14); and for some seconds at most, for it may be alone.
 */
final class Farewell {
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private boolean forGood;
    private long view = -1;
    private Duration since = Duration.ZERO;
    private boolean ordered;
    private boolean said;

    /** It is gone from this view on. */
    void begin(boolean goesForGood, long fromView, Duration now) {
        if (view >= 0) return;
        forGood = goesForGood;
        view = fromView;
        since = now;
    }

    boolean begun() {
        return view >= 0;
    }

    boolean pending() {
        return begun() && !said;
    }

    /** A slot of this view has been delivered. */
    void delivered(long inView) {
        ordered |= begun() && inView >= view;
    }

    /** Whether the others have ordered something since it is gone, in a view that is certified, too. */
    boolean ordered(boolean certified) {
        return begun() && certified && ordered;
    }

    /** Says once that it may close. */
    Optional<Departed> done(boolean certified, Duration now) {
        boolean late = now.minus(since).compareTo(LONGEST) >= 0;
        boolean done = pending() && (ordered(certified) || late);
        if (!done) return Optional.empty();
        said = true;
        return Optional.of(new Departed(forGood, view));
    }

    /** There is nothing to leave. */
    Optional<Departed> atOnce(boolean goesForGood, long inView) {
        if (said) return Optional.empty();
        said = true;
        return Optional.of(new Departed(goesForGood, inView));
    }
}
