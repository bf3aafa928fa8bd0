package org.testudo.kernel.notice;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.command.Evidence;

/**
 * Evidence has convicted a member at its place in the order, the same at all members (AD-9). What follows from that is said by
 * {@link Judged}.
 */
public record Convicted(long slot, MemberId member, Evidence evidence) implements Notice {
    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "convicted=" + member + " slot=" + slot + " evidence="
                + evidence.getClass().getSimpleName() + " view=" + evidence.view();
    }
}
