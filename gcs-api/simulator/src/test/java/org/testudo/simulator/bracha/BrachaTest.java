package org.testudo.simulator.bracha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.check.Checks.agreement;
import static org.testudo.simulator.check.Checks.boundedState;
import static org.testudo.simulator.check.Checks.deliveryAfterCalm;
import static org.testudo.simulator.check.Checks.integrity;
import static org.testudo.simulator.check.Checks.noEvidenceAgainstCorrect;
import static org.testudo.simulator.check.Checks.nothingHonestRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.testudo.api.Principal;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.notice.Misbehaved;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signed;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Result;
import org.testudo.simulator.Run;
import org.testudo.simulator.SecondJvm;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.Violation;
import org.testudo.simulator.attack.Corrupt;
import org.testudo.simulator.attack.Delay;
import org.testudo.simulator.attack.Drop;
import org.testudo.simulator.attack.Equivocation;
import org.testudo.simulator.attack.Flood;
import org.testudo.simulator.attack.Replay;
import org.testudo.simulator.attack.Silence;

/** The harness proved on reliable broadcast: what holds passes, what is broken is caught. */
class BrachaTest {
    private static Simulation simulation(CoreFactory cores) {
        return simulation(cores, 6);
    }

    private static Simulation simulation(CoreFactory cores, int payloads) {
        return Simulation.of(cores)
                .group(4)
                .tolerating(1)
                .network(n -> n.delay(ms(1), ms(20))
                        .loss(0.2)
                        .duplicate(0.2)
                        .gaps(0.05)
                        .reorder()
                        .slowMember()
                        .pauses()
                        .partitionNowAndThen())
                .workload(payloads, ms(1), ms(200))
                .calmAfter(ms(500))
                .check(
                        agreement(),
                        integrity(),
                        noEvidenceAgainstCorrect(),
                        deliveryAfterCalm(),
                        nothingHonestRefused())
                .check(boundedState(4 * BrachaCore.WINDOW, core -> ((BrachaCore) core).size()));
    }

    private static Equivocation equivocation() {
        return new Equivocation(BrachaTest::lie);
    }

    /** Another payload, its echo and its readiness, so that each half sees a whole broadcast. */
    private static Optional<?> lie(int layer, Object message, AttackContext context) {
        if (message instanceof BrachaMessage.Init init) return Optional.of(other(init));
        if (message instanceof BrachaMessage.Echo echo && echo.init().signer().equals(context.principal())) {
            return context.<BrachaMessage>mint(layer, other(echo.content())).map(BrachaMessage.Echo::new);
        }
        if (message instanceof BrachaMessage.Ready ready && ready.origin().equals(context.self())) {
            return Optional.of(
                    new BrachaMessage.Ready(ready.origin(), ready.number(), Digest.of(body(ready.number()))));
        }
        return Optional.empty();
    }

    private static BrachaMessage other(BrachaMessage.Init init) {
        return new BrachaMessage.Init(init.number(), body(init.number()));
    }

    private static byte[] body(long number) {
        return ("lie " + number).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void deliversEverythingEverywhereUnderFaultsOfTheNetwork() {
        Result result = simulation(BrachaCore::layers).seeds(200).run();

        assertThat(result.events()).isGreaterThan(500 * result.seeds());
    }

    static Simulation underAttack() {
        return simulation(BrachaCore::layers)
                .someoneByzantine(Silence::new, Delay::new, Replay::new, Drop::new, Corrupt::new, Flood::new);
    }

    @Test
    void bearsEveryGenericAttack() {
        Result result = underAttack().seeds(100).run();

        assertThat(result.events()).isGreaterThan(500 * result.seeds());
    }

    @Test
    void convictsTwinsThatSayDifferentThings() {
        List<Long> convictions = new ArrayList<>();

        simulation(BrachaCore::layers)
                .seeds(200)
                .twins(3)
                .submit(ms(2), 3, "one thing")
                .submit(ms(2), 3, "another thing")
                .each(run -> convictions.add(convictions(run)))
                .run();

        assertThat(convictions.stream().filter(count -> count > 0)).hasSizeGreaterThan(convictions.size() / 2);
    }

    @Test
    void aForgedPayloadNeverPassesTheEdge() {
        Attack forgery = (layer, event, honest, context) -> {
            BrachaMessage.Init init = new BrachaMessage.Init(1, body(1));
            Signed<BrachaMessage> mine =
                    context.<BrachaMessage>mint(layer, init).orElseThrow();
            Principal victim = Principal.of(context.others().get(0));
            Signed<BrachaMessage> forged = new Signed<>(victim, mine.header(), init, mine.signature());
            return List.of(new Action.Send<>(victim.member(), new BrachaMessage.Echo(forged)));
        };

        Result result = simulation(BrachaCore::layers)
                .seed(1)
                .byzantine(3, () -> forgery)
                .run();

        assertThat(result.last().refused()).isPositive();
        assertThat(result.last().live())
                .allSatisfy(member -> assertThat(member.notices()).isEmpty());
    }

    @Test
    void theSameSeedGivesTheSameTraceInTwoJvms() {
        Result here = underAttack().seeds(20).run();

        String there = SecondJvm.output(TraceMain.class);

        assertThat(there).isEqualTo(Long.toHexString(here.traceHash()) + " " + here.events());
    }

    /** The echo carries the origin's signed message: it masks the equivocator and convicts it (ARCHITECTURE 4, rule 10). */
    @Test
    void masksAnEquivocatorAndConvictsIt() {
        List<Long> convictions = new ArrayList<>();

        simulation(BrachaCore::layers)
                .seeds(200)
                .byzantine(3, BrachaTest::equivocation)
                .submit(ms(2), 3, "truth")
                .each(run -> convictions.add(convictions(run)))
                .run();

        assertThat(convictions.stream().filter(count -> count == 3)).hasSizeGreaterThan(convictions.size() / 2);
    }

    private static long convictions(Run run) {
        return run.live().stream()
                .filter(member -> !member.notices(Misbehaved.class).isEmpty())
                .count();
    }

    /** Bracha's members send everything again, so a new start learns what it missed; it counts as the one faulty member. */
    @Test
    void oneMemberThatForgetsIsTolerated() {
        List<Integer> starts = new ArrayList<>();
        quiet(0, 1, 2)
                .seeds(200)
                .crashes(plan -> plan.downFor(ms(20), ms(200)))
                .each(run -> starts.add(run.members().stream()
                        .mapToInt(member -> member.context().start().number())
                        .sum()))
                .run();

        assertThat(starts).contains(0, 1, 2);
    }

    /** Memory lost is a fault (G-1): whoever forgets what it signed signs something else under the same number. */
    @Test
    void aMemberThatForgetsWhatItSignedConvictsItself() {
        Violation caught = quiet().seed(1)
                .submit(ms(10), 2, "before")
                .crash(ms(100), 2)
                .restart(ms(150), 2)
                .submit(ms(200), 2, "after")
                .hunt();

        assertThat(caught.check()).isEqualTo("no evidence against the correct");
    }

    /** Each of these members submits once, before anybody crashes. */
    private static Simulation quiet(int... members) {
        Simulation simulation = simulation(BrachaCore::layers, 0);
        for (int member : members) simulation.submit(ms(1), member, "from " + member);
        return simulation;
    }

    @Test
    void agreementCatchesQuorumsThatDoNotIntersect() {
        CoreFactory mutant = context -> List.of(BrachaCore.layer(context, new BrachaCore.Sizes(2, 2, 2)));

        Violation caught = simulation(mutant)
                .seeds(200)
                .byzantine(3, BrachaTest::equivocation)
                .submit(ms(2), 3, "truth")
                .hunt();

        assertThat(caught.check()).isEqualTo("agreement");
    }
}
