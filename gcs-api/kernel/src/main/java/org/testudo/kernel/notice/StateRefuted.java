package org.testudo.kernel.notice;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/** A member served a piece of state that is not the certified one; others are asked instead (AB-8). No evidence. */
public record StateRefuted(MemberId member, long slot) implements Notice {
    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "state-refuted=" + member + " slot=" + slot;
    }
}
