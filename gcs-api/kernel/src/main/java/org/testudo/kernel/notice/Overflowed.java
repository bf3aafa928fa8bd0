package org.testudo.kernel.notice;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/**
 * A peer sends for some time more than is taken from it: its lane is full, and its newest messages are dropped (HOST-1). At
 * most one a minute and peer; no evidence.
 *
 * @param dropped messages of this peer, since the start
 */
public record Overflowed(MemberId member, long dropped) implements Notice {
    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "overflowed=" + member + " dropped=" + dropped;
    }
}
