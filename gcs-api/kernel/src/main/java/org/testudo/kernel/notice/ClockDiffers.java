package org.testudo.kernel.notice;

import java.time.Duration;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/**
 * A leader has proposed a time too far from this member's wall clock (AB-27), and the group has gone on to another leader
 * without deciding it: perhaps the leader's clock is wrong, perhaps this one's.
 *
 * @param by how far the leader's is ahead of this member's; negative: behind
 * @param bound how far it may be off ({@code ordering.skew})
 */
public record ClockDiffers(MemberId leader, Duration by, Duration bound) implements Notice {
    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "clock-differs=" + leader + " by=" + by.toMillis() + "ms bound=" + bound.toMillis() + "ms";
    }
}
