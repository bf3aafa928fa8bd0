package org.testudo.kernel.notice;

import org.testudo.api.Notice;
import org.testudo.kernel.command.Instruction;

/**
 * What operators told the group had its place in the order (GM-24).
 *
 * @param verdict what came of it, for people; the same at all members
 * @param taken whether its number is used up; false: it did not count, and the verdict says why
 */
public record InstructionJudged(long slot, Instruction instruction, String verdict, boolean taken) implements Notice {
    @Override
    public Level level() {
        return taken ? Level.WARN : Level.INFO; // whoever hands it in twice gives no cause for alarm
    }

    @Override
    public String describe() {
        return "instruction=" + instruction.number() + " slot=" + slot + " taken=" + taken + " act=\""
                + instruction.act().describe() + "\" verdict=\"" + verdict + "\"";
    }
}
