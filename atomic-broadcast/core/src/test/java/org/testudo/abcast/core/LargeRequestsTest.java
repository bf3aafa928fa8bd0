package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;
import static org.testudo.simulator.check.Checks.agreement;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testudo.config.FailureDetectorConfig;
import org.testudo.config.OrderingConfig;
import org.testudo.failuredetector.core.DetectorCodec;
import org.testudo.failuredetector.core.HeartbeatDetector;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.EpochEntered;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Signed;
import org.testudo.simulator.Check;
import org.testudo.simulator.Layer;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Simulation;

/** Requests that fill the ways between members: each is sent once, and nobody is blamed for the time that this takes (AB-4, AB-29). */
class LargeRequestsTest {
    private static final AbcastSettings DEFAULTS = AbcastSettings.of(OrderingConfig.defaults());
    private static final int SIZE = 256 << 10;
    private static final int SECONDS = 20;
    /** Of its own requests that a member has under way. */
    private static final int UNDER_WAY = 2;

    /** Bytes of bodies that members have sent to others. */
    private long sent;

    /** With the least of these rates each request takes three quarters of a second to leave its member. */
    @ParameterizedTest
    @ValueSource(longs = {1 << 20, 2 << 20, 4 << 20})
    void waysAreFilledWithWhatIsDeliveredOnce(long rate) {
        Run run = simulation(rate).seed(0).run().last();

        long mostPossible = 4 * rate * SECONDS / (3L * SIZE);
        assertThat(delivered(run)).isGreaterThan(mostPossible * 6 / 10);
        assertThat(sent).as("bytes of bodies").isLessThan(4L * SIZE * delivered(run) + 4L * 3 * UNDER_WAY * SIZE);
        assertThat(epochs(run)).isLessThanOrEqualTo(1);
    }

    private static long delivered(Run run) {
        return run.members().stream()
                .mapToLong(LargeRequestsTest::delivered)
                .min()
                .orElseThrow();
    }

    private static long delivered(SimulatedMember member) {
        return member.deliveries().stream()
                .mapToLong(each -> each.requests().size())
                .sum();
    }

    private static long epochs(Run run) {
        return run.member(0).notices(EpochEntered.class).stream()
                .filter(each -> each.epoch() > 0)
                .count();
    }

    private Simulation simulation(long rate) {
        Simulation simulation = Simulation.of(context -> List.of(
                        new Layer<>(
                                new HeartbeatDetector(context.self(), FailureDetectorConfig.defaults()),
                                new DetectorCodec()),
                        new Layer<>(
                                new AbcastCore(AbcastSimulations.self(context), DEFAULTS),
                                new AbcastCodec(context.lives(), DEFAULTS.window())),
                        Layer.silent(new StubMembership(AbcastSimulations.self(context)))))
                .group(4)
                .network(n -> n.delay(ms(1), ms(3)).rate(rate))
                .calmAfter(seconds(SECONDS))
                .until(seconds(SECONDS))
                .check(agreement(), Check.of("bodies", run -> new Bodies()));
        for (int time = 50; time < SECONDS * 1_000; time += 20) simulation.at(ms(time), LargeRequestsTest::submit);
        return simulation;
    }

    private static void submit(Run run) {
        for (SimulatedMember each : run.members()) {
            long asked =
                    run.submissions().stream().filter(it -> it.member() == each).count();
            if (asked - own(each) >= UNDER_WAY) continue;
            byte[] body = new byte[SIZE];
            body[0] = (byte) each.index();
            body[1] = (byte) asked;
            body[2] = (byte) (asked >> 8);
            run.submit(each.index(), new Payload.Own(RequestClass.APPLICATION, body));
        }
    }

    private static long own(SimulatedMember member) {
        return member.deliveries().stream()
                .map(SlotDelivery::requests)
                .flatMap(List::stream)
                .filter(each -> each.origin().equals(member.context().origin()))
                .count();
    }

    private final class Bodies implements Observer {
        @Override
        public boolean watchesMessages() {
            return true;
        }

        @Override
        public void sent(SimulatedMember from, int to, int layer, Object message) {
            if (from.index() == to) return;
            for (Request each : bodies(message)) sent += each.body().length;
        }

        private static List<Request> bodies(Object message) {
            List<Signed<Request>> signed = new ArrayList<>();
            if (message instanceof OwnRequest it) return List.of(it.request());
            if (message instanceof Relay it) signed.addAll(it.requests());
            if (message instanceof Body it) signed.addAll(it.requests());
            if (message instanceof Decided it) signed.addAll(it.bodies());
            return signed.stream().map(Signed::message).toList();
        }
    }
}
