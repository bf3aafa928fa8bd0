package org.testudo.kernel.notice;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/**
 * A standby has replayed the order, so that it takes the next seat that falls vacant (GM-15). Announced where its word is
 * delivered, each time that it renews it.
 *
 * @param slot up to which it has everything
 */
public record StandbyReady(MemberId member, long slot) implements Notice {
    @Override
    public Level level() {
        return Level.INFO;
    }

    @Override
    public String describe() {
        return "standby-ready=" + member + " slot=" + slot;
    }
}
