package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * This member hears of fewer than a quorum, so nothing can be ordered where it is (GM-7), and rejoins by itself when the
 * network has healed; or it is stripped, so nothing that it asks for is done (GM-19). It refuses service until
 * {@link ServiceResumed}.
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
