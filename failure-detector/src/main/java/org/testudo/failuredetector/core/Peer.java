package org.testudo.failuredetector.core;

import org.testudo.kernel.view.Occupant;

/** What this member knows of one peer. Times are nanoseconds on the monotonic clock of the core. */
final class Peer {
    private final Occupant seated;
    private final ArrivalHistory history;
    private final RoundTrip roundTrip;
    private long echoedAt;
    private long told;
    private long answered;
    private boolean toldUnheard;
    private long heard;
    private boolean everHeard;
    private Doubt doubt = Doubt.NONE;
    private final Words words = new Words();
    private final Hearing hearing = new Hearing();

    /** What it is suspected of. */
    private enum Doubt {
        NONE,
        SILENT,
        MUTE
    }

    /** A peer that has just been seated: nothing is known of it, and it is owed a heartbeat at once. */
    Peer(Occupant seated, long now, long interval) {
        this.seated = seated;
        history = new ArrivalHistory(interval);
        roundTrip = new RoundTrip(now, interval);
        echoedAt = now - interval;
        told = now - interval;
        answered = told;
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

    /** It was sent a heartbeat, which who is not heard does not get. */
    void heartbeat(long now) {
        told = now;
        answered = now;
    }

    /** It was told whether it is heard. */
    void answered(long now) {
        told = now;
        answered = now;
        toldUnheard = silent();
    }

    /** When it was last told so; it has to be again, since it is not heard, or was told that it is not. */
    long answered() {
        return answered;
    }

    /** Whether it needs a word on whether it is heard, whatever else it is sent. */
    boolean needsAnswer() {
        return toldUnheard || silent();
    }

    /** What it says of whether it hears this member. */
    Hearing hearing() {
        return hearing;
    }

    /** Whether it is suspected to be silent. */
    boolean silent() {
        return doubt == Doubt.SILENT;
    }

    /**
     * It was heard.
     *
     * @param gone from what silence on it could not pay what it owed: that time does not count
     * @param most what counts of a silence: a dead peer's return must not swamp the history
     * @return whether it had been suspected to be silent
     */
    boolean heard(long now, long gone, long most) {
        long silence = now - heard;
        if (everHeard) history.add(Math.min(silence, most));
        if (silence >= gone) words.later(silence, now);
        heard = now;
        everHeard = true;
        return restoredFrom(Doubt.SILENT);
    }

    private boolean restoredFrom(Doubt what) {
        if (doubt != what) return false;
        doubt = Doubt.NONE;
        return true;
    }

    /** It owes a word, and a correct one finds it within this time. */
    void owes(long within, long now) {
        words.owed(within, now);
    }

    /**
     * It has spoken.
     *
     * @return whether it had been suspected to be mute
     */
    boolean paid(long now, long most) {
        words.paid(now, most);
        return restoredFrom(Doubt.MUTE);
    }

    /** For how long it has owed a word, all the time that it could be heard. */
    long muteFor(long now) {
        return words.owedFor(now);
    }

    /** When the word that it owes is overdue, if it can be heard; far away if it owes none. */
    long muteAt(long most) {
        return words.overdueAt(roundTrip.estimate(), most);
    }

    /** Nobody could be heard for this long, because this process slept. */
    void deaf(long time, long now) {
        heard = Math.min(now, heard + time);
        words.later(time, now);
        roundTrip.forget();
    }

    void suspectOfSilence() {
        doubt = Doubt.SILENT;
    }

    void suspectOfMuteness() {
        doubt = Doubt.MUTE;
    }

    boolean suspected() {
        return doubt != Doubt.NONE;
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
