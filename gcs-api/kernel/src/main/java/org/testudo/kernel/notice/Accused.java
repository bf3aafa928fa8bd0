package org.testudo.kernel.notice;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.core.Payload;

/**
 * The attack detector accuses a member: the membership has the payload ordered, and decides at its delivery.
 *
 * @param cause for people
 * @param payload a sensor's signed report, or a command of this member with evidence or its own observation
 */
public record Accused(MemberId member, String cause, Payload payload) implements Notice {
    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "accused=" + member + " cause=\"" + cause + "\"";
    }
}
