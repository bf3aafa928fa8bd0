package org.testudo.kernel.notice;

import java.util.List;
import org.testudo.api.Notice;
import org.testudo.kernel.statement.StatementKey;

/** New view keys of this member; the private halves stay with the host (GM-11). */
public record ViewKeysReady(List<StatementKey> keys) implements Notice {
    public ViewKeysReady {
        keys = List.copyOf(keys);
    }

    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "view-keys-ready=" + keys.size();
    }
}
