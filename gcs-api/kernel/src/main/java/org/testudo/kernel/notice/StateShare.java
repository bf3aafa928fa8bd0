package org.testudo.kernel.notice;

import org.testudo.api.Notice;
import org.testudo.kernel.state.Snapshot;

/** A layer's share of the state after a slot (AB-23): the same at all correct members. */
public record StateShare(long slot, String holder, Snapshot share) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "state-share=" + holder + " slot=" + slot + " bytes=" + share.bytes() + " root=" + share.root();
    }
}
