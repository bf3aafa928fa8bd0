package org.testudo.failuredetector.core;

/**
 * What one peer owes the ordering: a word, and for how long it may owe it (FD-2). The bound adapts as that of silences does, by
 * the latest debts that were paid late; it never falls below twice the time in which a correct peer finds its word. Times are
 * nanoseconds.
 */
final class Words {
    private static final long NEVER = Long.MAX_VALUE;

    private ArrivalHistory history = new ArrivalHistory(1);
    private long within;
    private boolean owes;
    private long since;

    /** A debt begins; one that has begun goes on. */
    void owed(long time, long now) {
        if (owes) return;
        owes = true;
        since = now;
        if (within == time) return;
        within = time;
        history = new ArrivalHistory(time);
    }

    /** @param most what counts of a debt beside the time that any may take */
    void paid(long now, long most) {
        if (!owes) return;
        owes = false;
        history.add(Math.min(now - since, within + most));
    }

    /** For so long it could not speak, or not be heard: that is not its debt. */
    void later(long time, long now) {
        since = Math.min(now, since + time);
    }

    long owedFor(long now) {
        return owes ? now - since : 0;
    }

    /** @param most how much longer than a correct peer's time it may take at most, whatever the history and the way */
    long overdueAt(long roundTrip, long most) {
        if (!owes) return NEVER;
        long adapted = Math.max(2 * within, history.bound()) + roundTrip;
        return since + Math.min(adapted, within + Math.max(within, most));
    }
}
