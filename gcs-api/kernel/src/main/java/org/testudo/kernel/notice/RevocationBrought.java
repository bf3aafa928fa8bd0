package org.testudo.kernel.notice;

import org.testudo.api.Notice;
import org.testudo.kernel.command.Command;

/**
 * Somebody has handed this member a CRL, through its file or its client port (SICP-11): it is to be ordered, and has no effect
 * before that. Its claims have been checked.
 */
public record RevocationBrought(Command.Revoke command) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "brought=\"" + command.list() + "\"";
    }
}
