package org.testudo.attackdetector.sensor;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.testudo.kernel.command.Alert;

/**
 * Decides which alerts are reported: one of those that say the same within a window, and at most so many a minute, of which a
 * share is kept for those that convict (AD-11). So a flood of attempts cannot drown the one success that it hides. What is
 * suppressed is counted. Used by one thread.
 */
final class AlertFolder {
    /** Kinds of alerts remembered; past it the oldest is forgotten, and its next alert is reported. */
    static final int MOST_KINDS = 4096;

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    /** What becomes of an alert. */
    enum Fate {
        REPORT,
        FOLD,
        LIMIT
    }

    private record Kind(String rule, String category, Alert.Outcome outcome, Alert.Role role) {}

    private final long window;
    private final Bucket common;
    private final Bucket reserve;
    private final Map<Kind, Long> reported = new LinkedHashMap<>();

    /**
     * @param window in which equal alerts are folded
     * @param perMinute the most reports a minute; a quarter of them, at least one, for those that convict
     */
    AlertFolder(Duration window, int perMinute) {
        this.window = window.toNanos();
        int kept = Math.max(1, perMinute / 4);
        common = new Bucket(perMinute - kept);
        reserve = new Bucket(kept);
    }

    /**
     * Decides about an alert, and remembers it if it is to be reported.
     *
     * @param convicting whether the policy excludes for it
     * @param now on a monotonic clock, in nanoseconds
     */
    Fate judge(Alert alert, boolean convicting, long now) {
        Kind kind = new Kind(alert.rule(), alert.category(), alert.outcome(), alert.role());
        Long last = reported.get(kind);
        if (last != null && now - last < window) return Fate.FOLD;
        if (!common.take(now) && !(convicting && reserve.take(now))) return Fate.LIMIT;
        reported.remove(kind); // so that it goes to the end: the first is the oldest
        reported.put(kind, now);
        if (reported.size() > MOST_KINDS)
            reported.remove(reported.keySet().iterator().next());
        return Fate.REPORT;
    }

    /** Fills evenly, from empty to full in a minute. */
    private static final class Bucket {
        private final int size;
        private long credit;
        private long filled;
        private boolean begun;

        Bucket(int size) {
            this.size = size;
        }

        boolean take(long now) {
            long full = size * MINUTE;
            credit = begun ? Math.min(full, credit + Math.min(now - filled, MINUTE) * size) : full;
            begun = true;
            filled = now;
            if (credit < MINUTE) return false;
            credit -= MINUTE;
            return true;
        }
    }
}
