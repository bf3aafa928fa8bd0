package org.testudo.kernel.notice;

import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/**
 * This member has had to stop voting for a while, since too few have signed the state after a slot (AB-7): those that are named
 * have not, or not the same. They are slow or away, or cannot write their state, or take checkpoints at other slots.
 */
public record CheckpointAwaited(long slot, List<MemberId> lacking) implements Notice {
    public CheckpointAwaited {
        lacking = List.copyOf(lacking);
    }

    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "checkpoint-awaited=" + slot + " lacking="
                + lacking.stream().map(MemberId::name).toList();
    }
}
