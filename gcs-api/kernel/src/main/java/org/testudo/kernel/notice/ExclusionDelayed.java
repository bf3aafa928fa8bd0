package org.testudo.kernel.notice;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/**
 * An exclusion is due, but would leave too few seats (GM-18): it waits, and is in force once this member's name stands among
 * the excluded of a view.
 *
 * @param cause of the exclusion, for people
 * @param why what it waits for, for people
 */
public record ExclusionDelayed(MemberId member, String cause, String why) implements Notice {
    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "exclusion-delayed=" + member + " cause=\"" + cause + "\" why=\"" + why + "\"";
    }
}
