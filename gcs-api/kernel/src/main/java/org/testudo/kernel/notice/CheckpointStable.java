package org.testudo.kernel.notice;

import org.testudo.api.Notice;
import org.testudo.kernel.statement.Digest;

/** A quorum holds this state after this slot, and so does this member: what precedes may be forgotten (AB-7). */
public record CheckpointStable(long slot, Digest state) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "checkpoint-stable=" + slot + " state=" + state;
    }
}
