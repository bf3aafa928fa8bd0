package org.testudo.failuredetector.core;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/** Some layer has sent something to this peer: it needs no heartbeat for now (FD-1). */
public record Told(MemberId member) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "told=" + member;
    }
}
