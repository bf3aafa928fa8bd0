package org.testudo.kernel.notice;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/** The ordering goes on under this leader. */
public record EpochEntered(long view, long epoch, MemberId leader) implements Notice {
    @Override
    public Level level() {
        return epoch == 0 ? Level.DEBUG : Level.INFO;
    }

    @Override
    public String describe() {
        return "leader=" + leader + " ordering-view=" + view + " ordering-epoch=" + epoch;
    }
}
