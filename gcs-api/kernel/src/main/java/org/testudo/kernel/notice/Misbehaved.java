package org.testudo.kernel.notice;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.command.Evidence;

/** A layer holds evidence that convicts a member (AD-6). */
public record Misbehaved(MemberId member, Evidence evidence) implements Notice {
    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "misbehaved=" + member + " evidence=" + evidence.getClass().getSimpleName() + " view=" + evidence.view();
    }
}
