package org.testudo.membership.joint;

import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;
import static org.testudo.simulator.check.Checks.agreement;
import static org.testudo.simulator.check.Checks.deliveryAfterCalm;
import static org.testudo.simulator.check.Checks.oneChain;

import java.time.Duration;
import java.util.stream.IntStream;
import org.testudo.abcast.core.Commit;
import org.testudo.abcast.core.Decided;
import org.testudo.membership.joint.attack.FormerLife;
import org.testudo.membership.joint.attack.Layers;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Simulation;

/**
 * A group forms to the knowledge of its faulty member alone; then all others lose their memory, one after the other, and form
 * again. Whoever believes what is left of the former life lives in another group than the rest (GM-21).
 */
final class FormerLives {
    static final int SURVIVOR = 3;
    private static final Duration LOSS = ms(700);
    private static final Duration LOST = ms(850);

    private FormerLives() {}

    static Simulation simulation(CoreFactory cores) {
        Simulation simulation = Simulation.of(cores)
                .group(4)
                .tolerating(1)
                .forming()
                .network(n -> n.delay(ms(1), ms(10)).loss(0.05).reorder())
                .byzantine(SURVIVOR, FormerLife::new)
                .drop(FormerLives::hides)
                .submit(seconds(4), 1, "in the later life")
                .calmAfter(seconds(6))
                .until(seconds(40))
                .check(agreement(), oneChain(), deliveryAfterCalm(), JointChecks.everybodyIsBack());
        IntStream.range(0, SURVIVOR)
                .forEach(member -> simulation
                        .crash(LOSS.plusMillis(40L * member), member)
                        .restart(LOSS.plusMillis(200 + 300L * member), member));
        return simulation;
    }

    /** None of those who are to forget learns that the slot is decided, so none breaks its word by forgetting it. */
    private static boolean hides(Duration now, int from, int to, int layer, Object message) {
        if (layer != Layers.ABCAST || now.compareTo(LOST) >= 0 || to == SURVIVOR) return false;
        return message instanceof Commit || message instanceof Decided;
    }
}
