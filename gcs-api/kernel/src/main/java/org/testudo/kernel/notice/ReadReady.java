package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * From here on this member may answer a read in this view, from the state after this slot or a later one: it has delivered
 * every slot for which it had sent COMMIT when it was asked, or that slot is void (AB-30).
 */
public record ReadReady(long id, long view, long slot) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "read-ready=" + id + " view=" + view + " slot=" + slot;
    }
}
