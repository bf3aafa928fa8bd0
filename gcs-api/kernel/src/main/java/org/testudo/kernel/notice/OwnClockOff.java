package org.testudo.kernel.notice;

import java.time.Duration;
import org.testudo.api.Notice;

/**
 * A quorum has taken a time that this member's wall clock is too far from to take it, too (AB-27): its own clock is wrong, or
 * more members are than the group bears. Until it is set this member's vote is missing, and it cannot lead.
 *
 * @param by how far it is ahead of the group; negative: behind
 * @param bound how far it may be off ({@code ordering.skew})
 */
public record OwnClockOff(Duration by, Duration bound) implements Notice {
    @Override
    public Level level() {
        return Level.ERROR;
    }

    @Override
    public String describe() {
        return "own-clock-off=" + by.toMillis() + "ms bound=" + bound.toMillis()
                + "ms remedy=\"set the clock of this host," + " as of the others by NTP; no restart is needed\"";
    }
}
