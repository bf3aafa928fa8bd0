package org.testudo.kernel.notice;

import org.testudo.api.Notice;
import org.testudo.kernel.command.Command;

/**
 * Somebody has handed this member what operators tell the group (GM-24): it is to be ordered, and has no effect before that. Its
 * claims have been checked.
 */
public record InstructionBrought(Command.Operate command) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "brought=\"" + command.instruction().describe() + "\"";
    }
}
