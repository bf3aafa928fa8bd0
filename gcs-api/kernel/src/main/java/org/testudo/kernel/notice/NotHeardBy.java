package org.testudo.kernel.notice;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/** Another member says that it does not hear this one (GM-7); it may lie. Until {@link HeardBy}. */
public record NotHeardBy(MemberId member) implements Notice {
    @Override
    public Level level() {
        return Level.INFO;
    }

    @Override
    public String describe() {
        return "not-heard-by=" + member;
    }
}
