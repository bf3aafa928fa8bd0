package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * The ordering has delivered again all that this member's journal holds: from here on the layers speak and ask as ever
 * (AB-26). Only in a start that goes on where the last one ended.
 *
 * @param delivered the last slot of the journal
 */
public record Replayed(long delivered) implements Notice {
    @Override
    public Level level() {
        return Level.INFO;
    }

    @Override
    public String describe() {
        return "replayed-to=" + delivered;
    }
}
