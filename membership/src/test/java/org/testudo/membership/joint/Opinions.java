package org.testudo.membership.joint;

import java.time.Duration;
import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.notice.Restored;
import org.testudo.kernel.notice.Suspected;
import org.testudo.simulator.Run;
import org.testudo.simulator.SeededRandom;
import org.testudo.simulator.SimulatedMember;

/** What failure detectors say in a run: the truth of who is down, and before the network is calm also slips. */
final class Opinions {
    private static final double SLIP = 0.06;

    private Opinions() {}

    /** Now and then a member hears nothing of another for a while. */
    static void form(Run run, SeededRandom random) {
        for (SimulatedMember member : run.live()) {
            for (SimulatedMember other : run.members()) {
                if (other == member) continue;
                boolean slip = random.chance(SLIP);
                if (slip || other.stopped()) suspect(run, member, other.id());
                else restore(run, member, other.id());
            }
        }
    }

    /** From here on nobody errs. */
    static void settle(Run run) {
        for (SimulatedMember member : run.live()) {
            List<SimulatedMember> others =
                    run.members().stream().filter(each -> each != member).toList();
            for (SimulatedMember other : others) {
                if (other.stopped()) suspect(run, member, other.id());
                else restore(run, member, other.id());
            }
        }
    }

    private static void suspect(Run run, SimulatedMember member, MemberId other) {
        run.announce(member.index(), new Suspected(other, "silent", Duration.ofSeconds(1)));
    }

    private static void restore(Run run, SimulatedMember member, MemberId other) {
        if (suspects(member, other)) run.announce(member.index(), new Restored(other));
    }

    /** By the last that its detector said of it. */
    private static boolean suspects(SimulatedMember member, MemberId other) {
        boolean suspected = false;
        for (Notice each : member.notices()) {
            if (each instanceof Suspected it && it.member().equals(other)) suspected = true;
            else if (each instanceof Restored it && it.member().equals(other)) suspected = false;
        }
        return suspected;
    }
}
