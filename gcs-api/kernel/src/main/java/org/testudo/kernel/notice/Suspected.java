package org.testudo.kernel.notice;

import java.time.Duration;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/**
 * This member's own, revocable opinion that another is silent or slow (FD-3).
 *
 * @param silence for how long nothing was heard
 */
public record Suspected(MemberId member, String reason, Duration silence) implements Notice {
    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "suspected=" + member + " reason=" + reason + " silence=" + silence.toMillis() + "ms";
    }
}
