package org.testudo.kernel.notice;

import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.view.Pardoned;

/**
 * From the end of this slot on, this is what operators have told the group (GM-24). Announced by the membership before anything
 * that follows the slot, and again when the state of the group is restored.
 *
 * @param last the number of the last instruction that was taken; 0 before the first
 * @param pinned members that accusations do not exclude
 * @param policy on sensors' reports (AD-11)
 * @param pardoned members whose keys are no longer those of the genesis (GM-6)
 */
public record InstructionsInForce(long slot, long last, List<MemberId> pinned, Policy policy, List<Pardoned> pardoned)
        implements Notice {
    public InstructionsInForce {
        pinned = List.copyOf(pinned);
        pardoned = List.copyOf(pardoned);
    }

    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "instructions=" + last + " slot=" + slot + " pinned=" + pinned;
    }
}
