package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * A peer has shown a statement that this member signed and its journal does not hold: the journal is an old one, and whoever
 * goes on with it could contradict itself. The host sets it aside and stops; the next start is a new incarnation (AB-26).
 */
public record RolledBack(String missing) implements Notice {
    @Override
    public Level level() {
        return Level.ERROR;
    }

    @Override
    public String describe() {
        return "rolled-back-journal-lacks=\"" + missing + "\"";
    }
}
