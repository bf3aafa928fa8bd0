package org.testudo.failuredetector.core;

import org.testudo.kernel.view.Occupant;

/** What this member knows of one peer. Times are nanoseconds on the monotonic clock of the core. */
final class Peer {
    private final Occupant seated;
    private final ArrivalHistory history;
    private final RoundTrip roundTrip;
    private long echoedAt;
    private long told;
    private long heard;
    private boolean everHeard;
    private boolean suspected;

    /** A peer that has just been seated: nothing is known of it, and it is owed a heartbeat at once. */
    Peer(Occupant seated, long now, long interval) {
        this.seated = seated;
        history = new ArrivalHistory(interval);
        roundTrip = new RoundTrip(now, interval);
        echoedAt = now - interval;
        told = now - interval;
        heard = now;
    }

    /** Whether the seat is still held by the same start of the same member (FD-6); new view keys change nobody. */
    boolean is(Occupant occupant) {
        return seated.incarnation() == occupant.incarnation()
                && seated.certificate().equals(occupant.certificate());
    }

    RoundTrip roundTrip() {
        return roundTrip;
    }

    /** Whether a probe of it is echoed now: one in this time, however many it sends. */
    boolean echoes(long now, long atMostEvery) {
        if (now - echoedAt < atMostEvery) return false;
        echoedAt = now;
        return true;
    }

    void told(long now) {
        told = now;
    }

    long told() {
        return told;
    }

    /**
     * It was heard.
     *
     * @param most what counts of a silence: a dead peer's return must not swamp the history
     * @return whether it had been suspected
     */
    boolean heard(long now, long most) {
        if (everHeard) history.add(Math.min(now - heard, most));
        boolean restored = suspected;
        heard = now;
        everHeard = true;
        suspected = false;
        return restored;
    }

    /** Nobody could be heard for this long, because this process slept. */
    void deaf(long time, long now) {
        heard = Math.min(now, heard + time);
        roundTrip.forget();
    }

    void suspect() {
        suspected = true;
    }

    boolean suspected() {
        return suspected;
    }

    boolean everHeard() {
        return everHeard;
    }

    long silence(long now) {
        return now - heard;
    }

    /** How long its silence may last, between these limits; a peer never heard may still be starting. */
    long bound(long floor, long ceiling) {
        return everHeard ? Math.max(floor, Math.min(ceiling, history.bound())) : ceiling;
    }
}
