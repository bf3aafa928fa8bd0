package org.testudo.kernel.notice;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/**
 * A member has asked to go, but would leave too few seats (GM-18): it stays until the floor allows it.
 *
 * @param why what it waits for, for people
 */
public record DepartureDelayed(MemberId member, String why) implements Notice {
    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "departure-delayed=" + member + " why=\"" + why + "\"";
    }
}
