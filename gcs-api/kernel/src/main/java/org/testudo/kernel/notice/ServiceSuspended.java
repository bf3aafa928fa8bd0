package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * This member hears of fewer than a quorum, or fewer hear of it, so nothing that it asks for can be ordered (GM-7): it refuses service until
 * {@link ServiceResumed}. It rejoins by itself when the network has healed.
 *
 * @param why for people
 */
public record ServiceSuspended(String why) implements Notice {
    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "in-service=false why=\"" + why + "\"";
    }
}
