package org.testudo.membership.joint;

import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;
import static org.testudo.simulator.check.Checks.agreement;
import static org.testudo.simulator.check.Checks.deliveryAfterCalm;
import static org.testudo.simulator.check.Checks.noFalseExclusion;
import static org.testudo.simulator.check.Checks.oneChain;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.notice.Restored;
import org.testudo.kernel.notice.Suspected;
import org.testudo.kernel.view.Occupant;
import org.testudo.membership.joint.attack.Mute;
import org.testudo.simulator.Check;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.Violation;

/** One of four falls mute in a group at work, and speaks again later (FD-2). */
final class Muteness {
    static final String KNOWN = "the mute are known as mute";
    static final String ONLY = "only the mute are called mute";

    static final Duration FALLS_MUTE = seconds(3);
    static final Duration SPEAKS_AGAIN = seconds(14);
    private static final Duration CALM = seconds(16);
    private static final Duration END = seconds(60);
    private static final int PACE = 150;

    private static final String REASON = "mute";

    private Muteness() {}

    static Simulation simulation(CoreFactory cores, int mute) {
        return group(cores)
                .byzantine(FALLS_MUTE, mute, () -> new Mute(SPEAKS_AGAIN))
                .check(knownAsMute(mute), onlyTheMute(mute, true));
    }

    /** A group at work with failure detectors, in a network that keeps its bounds. */
    static Simulation group(CoreFactory cores) {
        Simulation simulation = idle(cores).check(deliveryAfterCalm());
        for (int time = 1_000; time < CALM.toMillis(); time += PACE) {
            simulation.submit(ms(time), time / PACE % 4, "operation " + time);
        }
        return simulation;
    }

    /** The same with nothing to do. */
    static Simulation idle(CoreFactory cores) {
        return Simulation.of(Detectors.below(cores))
                .group(4)
                .tolerating(1)
                .forming()
                .network(n -> n.delay(ms(1), ms(20)).reorder())
                .calmAfter(CALM)
                .until(END)
                .check(agreement(), oneChain(), noFalseExclusion());
    }

    /** All others come to suspect it, take it back when it speaks, and it is active in the end. */
    private static Check knownAsMute(int mute) {
        return Check.awaiting(KNOWN, run -> new Known(run, mute));
    }

    /** Nobody correct is ever called mute by a correct member; nor anybody else, if asked for, but while it is mute. */
    static Check onlyTheMute(int mute, boolean inTime) {
        return Check.of(ONLY, run -> new Only(run, mute, inTime));
    }

    private static final class Only implements Observer {
        private final Run run;
        private final int mute;
        private final boolean inTime;

        Only(Run run, int mute, boolean inTime) {
            this.run = run;
            this.mute = mute;
            this.inTime = inTime;
        }

        @Override
        public void announced(SimulatedMember member, int layer, Notice notice) {
            boolean opinion = member.correct()
                    && notice instanceof Suspected it
                    && it.reason().equals(REASON);
            if (!opinion) return;
            int target = run.indexOf(((Suspected) notice).member());
            boolean founded = target == mute || mute < 0 && !run.member(target).correct();
            boolean then = run.now().compareTo(FALLS_MUTE) > 0 && run.now().compareTo(SPEAKS_AGAIN.plus(ms(20))) <= 0;
            if (!founded || inTime && !then) {
                throw new Violation(ONLY, member.id() + " at " + run.now() + ": " + notice.describe());
            }
        }
    }

    private static final class Known implements Observer {
        private final Run run;
        private final MemberId mute;
        private final Map<SimulatedMember, Boolean> suspects = new LinkedHashMap<>();

        Known(Run run, int mute) {
            this.run = run;
            this.mute = run.member(mute).id();
        }

        @Override
        public void announced(SimulatedMember member, int layer, Notice notice) {
            if (notice instanceof Suspected it
                    && it.member().equals(mute)
                    && it.reason().equals(REASON)) suspects.put(member, true);
            else if (notice instanceof Restored it && it.member().equals(mute)) suspects.replace(member, false);
        }

        @Override
        public boolean satisfied() {
            return run.live().stream().allMatch(this::isRight);
        }

        private boolean isRight(SimulatedMember member) {
            boolean active =
                    member.view().occupant(mute).filter(Occupant::active).isPresent();
            return active && Boolean.FALSE.equals(suspects.get(member));
        }

        @Override
        public void ended() {
            for (SimulatedMember member : run.live()) {
                if (!isRight(member))
                    throw new Violation(
                            KNOWN,
                            member.id() + " in " + member.view().reason() + ": "
                                    + (suspects.containsKey(member) ? suspects.get(member) : "never suspected"));
            }
        }
    }
}
