package org.testudo.abcast.core;

import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;
import static org.testudo.simulator.check.Checks.agreement;
import static org.testudo.simulator.check.Checks.boundedState;
import static org.testudo.simulator.check.Checks.deliveryAfterCalm;
import static org.testudo.simulator.check.Checks.equalAgreedTime;
import static org.testudo.simulator.check.Checks.fifo;
import static org.testudo.simulator.check.Checks.integrity;
import static org.testudo.simulator.check.Checks.noEvidenceAgainstCorrect;
import static org.testudo.simulator.check.Checks.nothingHonestRefused;
import static org.testudo.simulator.check.Checks.oneChain;
import static org.testudo.simulator.check.Checks.totalOrder;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import org.testudo.config.OrderingConfig;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Signed;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Layer;
import org.testudo.simulator.MemberContext;
import org.testudo.simulator.Outsider;
import org.testudo.simulator.Run;
import org.testudo.simulator.SeededRandom;
import org.testudo.simulator.Simulation;

/** The ordering with a stand-in for the membership above it, in a simulated world. */
final class AbcastSimulations {
    /** Pools of four members, two clients and sensors; twice a window of slots; bodies that they name; what is parked. */
    private static final int MOST_HELD = 8 * 16 + 16 + 16 * 4 + 4 * Parking.MAX_PER_PEER;

    private AbcastSimulations() {}

    /** Small bounds, so that windows and batches fill up; short times, so that runs are short. */
    static AbcastSettings settings() {
        return settings(OrderingConfig.defaults().logLimit(), 100);
    }

    static AbcastSettings settings(long logLimit, int sessions) {
        return settings(logLimit, sessions, 0);
    }

    /** With a checkpoint every so many slots. */
    static AbcastSettings withCheckpoints(int interval) {
        return settings(OrderingConfig.defaults().logLimit(), 100, interval);
    }

    private static AbcastSettings settings(long logLimit, int sessions, int checkpointInterval) {
        OrderingConfig d = OrderingConfig.defaults();
        return new AbcastSettings(
                8,
                4,
                4,
                d.maxPayload(),
                16,
                logLimit,
                checkpointInterval,
                Duration.ofMillis(100),
                Duration.ofMillis(60),
                Duration.ofSeconds(5),
                Duration.ofMillis(400),
                sessions,
                Duration.ofMillis(800),
                Duration.ofMillis(20),
                Duration.ofMillis(60),
                false);
    }

    static CoreFactory cores(AbcastSettings settings, AbcastRules rules) {
        return context -> List.of(
                new Layer<>(
                        new AbcastCore(
                                AbcastSimulations.self(context),
                                context.journals() ? settings.withJournal() : settings,
                                rules),
                        new AbcastCodec(
                                context.lives(), AbcastSimulations.settings().window())),
                Layer.silent(new StubMembership(AbcastSimulations.self(context))));
    }

    static Simulation simulation() {
        return simulation(new AbcastRules());
    }

    static Simulation simulation(AbcastRules rules) {
        return simulation(cores(settings(), rules));
    }

    private static Simulation simulation(CoreFactory cores) {
        return Simulation.of(cores)
                .group(4)
                .workload(40, ms(1), ms(800))
                .calmAfter(seconds(1))
                .until(seconds(31))
                .check(
                        agreement(),
                        totalOrder(),
                        integrity(),
                        fifo(),
                        oneChain(),
                        boundedState(MOST_HELD, core -> core instanceof AbcastCore it ? it.held() : 0),
                        equalAgreedTime(),
                        noEvidenceAgainstCorrect(),
                        deliveryAfterCalm(),
                        nothingHonestRefused());
    }

    /** Everything that a network may do. */
    static Simulation stormy(AbcastRules rules) {
        return stormy(cores(settings(), rules));
    }

    static Simulation stormy(CoreFactory cores) {
        return simulation(cores)
                .network(n -> n.delay(ms(1), ms(15))
                        .loss(0.15)
                        .duplicate(0.15)
                        .gaps(0.03)
                        .reorder()
                        .slowMember()
                        .pauses()
                        .partitionNowAndThen());
    }

    /** Commands that change views, and some that change nothing, at times that the seed draws. */
    static Simulation withViewChanges(Simulation simulation) {
        return simulation.at(ms(1), run -> {
            SeededRandom random = run.random("commands");
            for (int i = 0; i < 8; i++) {
                int member = random.below(run.members().size());
                String text = random.pick(List.of("nothing", "rename", "toggle m" + random.below(4)));
                run.submit(member, StubMembership.command(text + (text.equals("nothing") ? " " + i + " x" : "")));
            }
        });
    }

    /** Clients and a sensor that hand each request to some member, and until they are answered to others, in the end to all. */
    static Simulation withOutsiders(Simulation simulation) {
        Simulation with = simulation.at(ms(2), run -> {
            run.client("anna").opening();
            run.client("anna").next(RequestClass.APPLICATION, new byte[] {1});
            run.client("anna").next(RequestClass.APPLICATION, new byte[] {3});
            run.client("anna").next(RequestClass.SESSION, new byte[0]);
            run.client("bert").opening();
            run.sensor(2).next(RequestClass.CONTROL, new byte[] {2});
            run.sensor(2).next(RequestClass.CONTROL, new byte[] {2});
        });
        for (int i = 0; i < 100; i++) {
            int time = i;
            with = with.at(
                    ms(20 + 60L * time),
                    run -> ask(run, run.random("asks " + time).below(4)));
        }
        return with.check(OutsidersServedOnce.check());
    }

    private static void ask(Run run, int contact) {
        for (Outsider each : run.outsiders()) {
            for (Request request : List.copyOf(new LinkedHashSet<>(each.signed()))) {
                Signed<Request> signed = each.numbered(request.number(), request.kind(), request.body());
                run.submit(contact, new Payload.Relayed(signed));
            }
        }
    }

    static Self self(MemberContext context) {
        return new Self(context.origin(), context.genesis(), context.firstViewKeys());
    }
}
