package org.testudo.membership.joint;

import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;
import static org.testudo.simulator.check.Checks.deliveryAfterCalm;

import java.time.Duration;
import org.testudo.abcast.core.EpochChange;
import org.testudo.abcast.core.Forward;
import org.testudo.abcast.core.NewEpoch;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Simulation;

/**
 * Three members live, the first leader is dead and leads epoch 4 again (AB-28). Member 2 waits for it, gives up and goes to
 * epoch 5; of its two epoch changes the others only ever see the later. Who waits only for Q that are in exactly its own epoch
 * waits for ever.
 */
final class OvertakenTimer {
    private static final Duration BEGIN = seconds(1);
    private static final int DEAD = 0;
    private static final int FIRST = 2;
    private static final long ITS_EPOCH = 4;

    private OvertakenTimer() {}

    static Simulation simulation(CoreFactory cores) {
        return Simulation.of(cores)
                .group(4)
                .tolerating(1)
                .network(n -> n.delay(ms(2), ms(2)).exactly())
                .crash(BEGIN, DEAD)
                .at(BEGIN, run -> run.submit(1, "waiting"))
                .drop((now, from, to, layer, message) -> begins(message) || overtaken(from, to, message))
                .calmAfter(BEGIN)
                .until(seconds(90))
                .check(deliveryAfterCalm());
    }

    /** None of the epochs before gets under way. */
    private static boolean begins(Object message) {
        if (message instanceof NewEpoch it) return it.epoch() < ITS_EPOCH;
        return message instanceof Forward it && it.newEpoch().message().epoch() < ITS_EPOCH;
    }

    private static boolean overtaken(int from, int to, Object message) {
        return from == FIRST && to != FIRST && message instanceof EpochChange it && it.epoch() == ITS_EPOCH;
    }
}
