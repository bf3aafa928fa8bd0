package org.testudo.kernel.notice;

import java.util.OptionalLong;
import org.testudo.api.Notice;

/**
 * This member hears of fewer than a quorum, or fewer hear of it, so nothing that it asks for can be ordered (GM-7), and rejoins
 * by itself when the network has healed; or it is stripped, so nothing that it asks for is done (GM-19). It refuses service until
 * {@link ServiceResumed}.
 *
 * @param why for people
 * @param strippedAfter the slot after which nothing that it asks for is done: then nothing but {@link ServiceResumed} ends it,
 *     neither a delivery nor a state that it is given; empty if it hears of too few
 */
public record ServiceSuspended(String why, OptionalLong strippedAfter) implements Notice {
    /** It hears of too few. */
    public ServiceSuspended(String why) {
        this(why, OptionalLong.empty());
    }

    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "in-service=false why=\"" + why + "\"";
    }
}
