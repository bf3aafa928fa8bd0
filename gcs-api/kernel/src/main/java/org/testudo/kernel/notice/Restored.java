package org.testudo.kernel.notice;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/** A suspicion of this member is taken back (FD-3). */
public record Restored(MemberId member) implements Notice {
    @Override
    public Level level() {
        return Level.INFO;
    }

    @Override
    public String describe() {
        return "restored=" + member;
    }
}
