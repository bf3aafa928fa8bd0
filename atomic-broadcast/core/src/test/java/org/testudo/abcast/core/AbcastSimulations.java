package org.testudo.abcast.core;

import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;
import static org.testudo.simulator.check.Checks.agreement;
import static org.testudo.simulator.check.Checks.deliveryAfterCalm;
import static org.testudo.simulator.check.Checks.equalAgreedTime;
import static org.testudo.simulator.check.Checks.fifo;
import static org.testudo.simulator.check.Checks.integrity;
import static org.testudo.simulator.check.Checks.noEvidenceAgainstCorrect;
import static org.testudo.simulator.check.Checks.nothingHonestRefused;
import static org.testudo.simulator.check.Checks.oneChain;
import static org.testudo.simulator.check.Checks.totalOrder;

import java.time.Duration;
import java.util.List;
import org.testudo.config.OrderingConfig;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Layer;
import org.testudo.simulator.SeededRandom;
import org.testudo.simulator.Simulation;

/** The ordering with a stand-in for the membership above it, in a simulated world. */
final class AbcastSimulations {
    private AbcastSimulations() {}

    /** Small bounds, so that windows and batches fill up; short times, so that runs are short. */
    static AbcastSettings settings() {
        OrderingConfig d = OrderingConfig.defaults();
        return new AbcastSettings(
                8,
                4,
                4,
                d.maxPayload(),
                16,
                d.logLimit(),
                Duration.ofMillis(100),
                Duration.ofMillis(60),
                Duration.ofSeconds(5),
                Duration.ofMillis(400),
                100,
                Duration.ofMillis(20),
                Duration.ofMillis(60));
    }

    static CoreFactory cores(AbcastSettings settings, AbcastRules rules) {
        return context -> List.of(
                new Layer<>(
                        new AbcastCore(context.origin(), context.life(), settings, rules),
                        new AbcastCodec(context.life())),
                Layer.silent(new StubMembership()));
    }

    static Simulation simulation() {
        return simulation(new AbcastRules());
    }

    static Simulation simulation(AbcastRules rules) {
        return Simulation.of(cores(settings(), rules))
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
                        equalAgreedTime(),
                        noEvidenceAgainstCorrect(),
                        deliveryAfterCalm(),
                        nothingHonestRefused());
    }

    /** Everything that a network may do. */
    static Simulation stormy(AbcastRules rules) {
        return simulation(rules)
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
}
