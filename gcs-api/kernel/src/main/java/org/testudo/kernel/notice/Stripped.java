package org.testudo.kernel.notice;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/**
 * A member is to be excluded, but the group cannot spare its seat (GM-19): until a standby takes it, it is out of the
 * rotation and what it asks for after this slot is not done; its votes count.
 *
 * @param slot in which that was decided
 * @param cause of the exclusion, for people
 */
public record Stripped(long slot, MemberId member, String cause) implements Notice {
    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "stripped=" + member + " slot=" + slot + " cause=\"" + cause + "\"";
    }
}
