package org.testudo.membership.joint;

import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;
import static org.testudo.simulator.check.Checks.agreement;
import static org.testudo.simulator.check.Checks.deliveryAfterCalm;
import static org.testudo.simulator.check.Checks.equalAgreedTime;
import static org.testudo.simulator.check.Checks.oneChain;
import static org.testudo.simulator.check.Checks.totalOrder;

import java.time.Duration;
import org.testudo.kernel.notice.DepartureWanted;
import org.testudo.simulator.Attack;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Simulation;

/**
 * Standbys succeed founders that retire, so that fewer than f+1 founders with their memory are left; then one that sits loses its
 * disk. Its next start has to find out from those who sit now that the group lives (GM-21).
 */
final class Succeeding {
    private static final Duration FIRST = ms(1_500);
    private static final Duration APART = ms(1_500);
    /** Then its process has ended. */
    private static final Duration GONE = ms(1_400);

    private static final int PAYLOADS = 15;

    private Succeeding() {}

    /**
     * Of four founders.
     *
     * @param retiring founders that go, one after the other; the next one loses its disk
     */
    static Simulation simulation(CoreFactory cores, int retiring) {
        return simulation(cores, 4, 1, retiring);
    }

    /** Of seven, of which one is left beside the one that loses its disk; the first of those who have come is a traitor. */
    static Simulation withATraitor(CoreFactory cores, Attack.Factory attack) {
        return simulation(cores, 7, 2, 5).byzantine(7, attack);
    }

    private static Simulation simulation(CoreFactory cores, int founders, int faulty, int retiring) {
        Duration loss = FIRST.plus(APART.multipliedBy(retiring));
        Simulation simulation = Simulation.of(cores)
                .group(founders)
                .tolerating(faulty)
                .standbys(retiring)
                .forming()
                .journals()
                .network(n -> n.delay(ms(1), ms(20)).loss(0.1).duplicate(0.1).reorder())
                .crash(loss, retiring)
                .at(loss.plusMillis(100), run -> {
                    run.journals().rollBack(retiring, 0);
                    run.restart(retiring);
                })
                .calmAfter(loss.plus(seconds(1)))
                .until(loss.plus(seconds(40)))
                .check(
                        agreement(),
                        totalOrder(),
                        oneChain(),
                        equalAgreedTime(),
                        deliveryAfterCalm(),
                        JointChecks.quorumNeverWeakened(),
                        JointChecks.everybodyIsBack(),
                        JointChecks.viewsAreCertified());
        for (int i = 0; i < retiring; i++) {
            Duration wish = FIRST.plus(APART.multipliedBy(i));
            simulation.announce(wish, i, new DepartureWanted(true)).crash(wish.plus(GONE), i);
        }
        int last = founders + retiring - 1;
        for (int i = 0; i < PAYLOADS; i++) simulation.submit(ms(100 * i), founders - 1, "before " + i);
        for (int i = 0; i < PAYLOADS; i++) simulation.submit(loss.plusMillis(50 * i), last, "after " + i);
        return simulation;
    }
}
