package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * No state after this slot can find a quorum: members compute different states from one order (AB-24). Nothing is forgotten,
 * and the ordering stops before long.
 *
 * @param between who holds which state, for people
 */
public record CheckpointDisputed(long slot, String between) implements Notice {
    @Override
    public Level level() {
        return Level.ERROR;
    }

    @Override
    public String describe() {
        return "checkpoint-disputed=" + slot + " between=\"" + between + "\"";
    }
}
