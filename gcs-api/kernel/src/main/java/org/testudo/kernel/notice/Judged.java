package org.testudo.kernel.notice;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/**
 * The membership has applied an accusation at its place in the order.
 *
 * @param verdict what followed and why, for people; the same at all members
 * @param effective whether the target is excluded by it
 */
public record Judged(long slot, MemberId target, String verdict, boolean effective) implements Notice {
    @Override
    public Level level() {
        return effective ? Level.WARN : Level.INFO;
    }

    @Override
    public String describe() {
        return "judged=" + target + " slot=" + slot + " effective=" + effective + " verdict=\"" + verdict + "\"";
    }
}
