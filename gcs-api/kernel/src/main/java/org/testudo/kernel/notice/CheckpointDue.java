package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * Every layer that holds state is asked for its share as it is after this slot and before the next one: {@link StateShare}.
 * Comes before the next slot, and perhaps before this one.
 */
public record CheckpointDue(long slot) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "checkpoint-due=" + slot;
    }
}
