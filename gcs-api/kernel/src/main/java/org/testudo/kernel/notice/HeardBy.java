package org.testudo.kernel.notice;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/** Another member no longer says that it does not hear this one. */
public record HeardBy(MemberId member) implements Notice {
    @Override
    public Level level() {
        return Level.INFO;
    }

    @Override
    public String describe() {
        return "heard-by=" + member;
    }
}
