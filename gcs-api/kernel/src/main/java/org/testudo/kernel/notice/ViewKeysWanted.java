package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/** The membership asks the host for new view keys (GM-11); the host answers with {@link ViewKeysReady}. */
public record ViewKeysWanted(int count) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "view-keys-wanted=" + count;
    }
}
