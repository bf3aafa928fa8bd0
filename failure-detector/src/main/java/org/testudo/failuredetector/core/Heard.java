package org.testudo.failuredetector.core;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/** Something authenticated came from this peer, for any layer: it lives (FD-1). The host says so now and then, not each time. */
public record Heard(MemberId member) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "heard=" + member;
    }
}
