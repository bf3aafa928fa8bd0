package org.testudo.membership.joint;

import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;
import static org.testudo.simulator.check.Checks.agreement;
import static org.testudo.simulator.check.Checks.deliveryAfterCalm;
import static org.testudo.simulator.check.Checks.oneChain;

import java.time.Duration;
import java.util.List;
import org.testudo.membership.joint.attack.ForkClosedView;
import org.testudo.membership.joint.attack.ReopenClosedView;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Simulation;

/**
 * Three founders of four turn one after another, each after a standby has taken the seat of the one before: never more than
 * one of those who sit is faulty. A straggler is cut off in an early view; the turned reach it before anybody else does.
 */
final class ClosedViews {
    static final int STRAGGLER = 0;
    static final int FIRST = 3;
    static final int SECOND = 2;
    static final int THIRD = 1;

    private static final Duration CUT_OFF = seconds(2);
    private static final Duration MISLED = seconds(12);
    private static final Duration HEALED = seconds(16);

    private ClosedViews() {}

    static Simulation simulation(CoreFactory cores) {
        return Simulation.of(cores)
                .group(4)
                .tolerating(1)
                .standbys(3)
                .forming()
                .network(n -> n.delay(ms(1), ms(10)).reorder())
                .drop((now, from, to, layer, message) -> drops(now, from, to, List.of(FIRST, SECOND, THIRD)))
                .byzantine(seconds(3), FIRST, ForkClosedView::new)
                .at(ms(3_100), run -> JointGroup.reportIntrusion(run, FIRST))
                .byzantine(seconds(6), SECOND, ForkClosedView::new)
                .at(ms(6_100), run -> JointGroup.reportIntrusion(run, SECOND))
                .byzantine(seconds(9), THIRD, ForkClosedView::new)
                .at(ms(9_100), run -> JointGroup.reportIntrusion(run, THIRD))
                .submit(seconds(15), THIRD, "after all that")
                .calmAfter(HEALED)
                .until(seconds(60))
                .check(agreement(), oneChain(), deliveryAfterCalm(), JointChecks.viewsAreCertified());
    }

    /** Two founders turn one after another: with the straggler, which is correct, they were a quorum of its view. */
    static Simulation twoTurned(CoreFactory cores) {
        return Simulation.of(cores)
                .group(4)
                .tolerating(1)
                .standbys(3)
                .forming()
                .network(n -> n.delay(ms(1), ms(10)).reorder())
                .drop((now, from, to, layer, message) -> drops(now, from, to, List.of(FIRST, SECOND)))
                .byzantine(seconds(3), FIRST, () -> new ReopenClosedView(STRAGGLER))
                .at(ms(3_100), run -> JointGroup.reportIntrusion(run, FIRST))
                .byzantine(seconds(6), SECOND, () -> new ReopenClosedView(STRAGGLER))
                .at(ms(6_100), run -> JointGroup.reportIntrusion(run, SECOND))
                .submit(seconds(15), THIRD, "after all that")
                .calmAfter(HEALED)
                .until(seconds(60))
                .check(agreement(), oneChain(), deliveryAfterCalm(), JointChecks.viewsAreCertified());
    }

    /** The turned know whom to seek: they reach the straggler, and it them, while nobody else does. */
    private static boolean drops(Duration now, int from, int to, List<Integer> turned) {
        boolean aside = from == STRAGGLER || to == STRAGGLER;
        if (!aside || now.compareTo(CUT_OFF) < 0 || now.compareTo(HEALED) >= 0) return false;
        int other = from == STRAGGLER ? to : from;
        return now.compareTo(MISLED) < 0 || !turned.contains(other);
    }
}
