package org.testudo.kernel.notice;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/** A member of which the ordering said {@link Owed} has spoken in it. */
public record Paid(MemberId member) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "paid-by=" + member;
    }
}
