package org.testudo.simulator.check;

import org.testudo.kernel.core.SlotDelivery;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Violation;

/**
 * What a correct member has delivered, and may have answered for, every live member has delivered before the run ends: also if
 * all have crashed meanwhile. That it is the same is for {@link Agreement} to say.
 */
final class NothingLost implements Observer {
    private final Run run;
    private long last;

    NothingLost(Run run) {
        this.run = run;
    }

    @Override
    public void delivered(SimulatedMember member, SlotDelivery delivery) {
        if (member.correct()) last = Math.max(last, delivery.slot());
    }

    @Override
    public boolean satisfied() {
        return run.live().stream().allMatch(member -> lastOf(member) >= last);
    }

    @Override
    public void ended() {
        for (SimulatedMember member : run.live()) {
            if (lastOf(member) >= last) continue;
            throw new Violation(
                    Checks.NOTHING_LOST,
                    "slot " + last + " was delivered, " + member.id() + " has " + lastOf(member) + " by " + run.now());
        }
    }

    private static long lastOf(SimulatedMember member) {
        var all = member.deliveries();
        return all.isEmpty() ? 0 : all.get(all.size() - 1).slot();
    }
}
