package org.testudo.simulator.check;

import org.testudo.simulator.Observer;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Violation;

/** What a correct member sends is never refused at the edge of another: its codec is whole, its proofs hold. */
final class NothingHonestRefused implements Observer {
    @Override
    public void refused(SimulatedMember member, SimulatedMember sender, String why) {
        if (member.correct() && sender.correct()) {
            throw new Violation(
                    Checks.NOTHING_REFUSED, member.id() + " refused a message of " + sender.id() + ": " + why);
        }
    }
}
