package org.testudo.attackdetector.core;

import java.time.Duration;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.view.SensorKey;

/**
 * One sensor that watches a seat: what it has reported, whether it gives signs of life, and when this member last said that
 * it distrusts it.
 */
final class SensorWatch {
    /** A sensor that repeats itself as a sign of life does so every 30 s (AD-5). */
    static final Duration SILENCE = Duration.ofSeconds(100);
    /** Doubts about one sensor are spoken of at most this often. */
    static final Duration QUIET = Duration.ofMinutes(1);

    private final SensorKey sensor;
    private final MemberId watches;
    private SensorLog log;
    private Duration heard;
    private boolean repeats;
    private boolean silent;
    private Duration quietUntil = Duration.ZERO;

    SensorWatch(SensorKey sensor, MemberId watches) {
        this.sensor = sensor;
        this.watches = watches;
    }

    MemberId watches() {
        return watches;
    }

    /** Null before its first report. */
    SensorLog log() {
        return log;
    }

    /**
     * The log of a boot.
     *
     * @return empty if it has booted since
     */
    Optional<SensorLog> logOf(long boot, long number) {
        if (log != null && boot < log.boot()) return Optional.empty();
        // Of a boot that began before this member did, the first number to come is the first that is expected.
        if (log == null) log = new SensorLog(boot, number - 1);
        else if (boot > log.boot()) log = new SensorLog(boot, 0);
        return Optional.of(log);
    }

    void heard(Duration now, boolean again) {
        heard = now;
        silent = false;
        repeats |= again;
    }

    /** Whether its silence is to be spoken of now: once, and only if it had repeated itself before. */
    boolean fallsSilent(Duration now) {
        boolean falls = repeats && !silent && now.minus(heard).compareTo(SILENCE) >= 0;
        silent |= falls;
        return falls;
    }

    /** Whether there is something to wait for. */
    boolean waits() {
        return (log != null && log.waits()) || (repeats && !silent);
    }

    /** The doubt, unless one was spoken of just now. */
    Optional<SensorSuspected> doubt(String reason, Duration now) {
        if (now.compareTo(quietUntil) < 0) return Optional.empty();
        quietUntil = now.plus(QUIET);
        return Optional.of(new SensorSuspected(sensor.id(), watches, reason));
    }
}
