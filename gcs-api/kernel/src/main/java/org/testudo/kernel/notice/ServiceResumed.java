package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/** This member hears of a quorum again (GM-7), or is stripped no more (GM-19). */
public record ServiceResumed(long view) implements Notice {
    @Override
    public Level level() {
        return Level.INFO;
    }

    @Override
    public String describe() {
        return "in-service=true in-view=" + view;
    }
}
