package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.abcast.core.AbcastSimulations.stormy;
import static org.testudo.abcast.core.AbcastSimulations.withOutsiders;
import static org.testudo.abcast.core.AbcastSimulations.withViewChanges;
import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.testudo.api.MemberId;
import org.testudo.kernel.notice.EpochEntered;
import org.testudo.kernel.notice.Misbehaved;
import org.testudo.simulator.Run;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.Violation;
import org.testudo.simulator.attack.Corrupt;
import org.testudo.simulator.attack.Delay;
import org.testudo.simulator.attack.Drop;
import org.testudo.simulator.attack.Flood;
import org.testudo.simulator.attack.Replay;
import org.testudo.simulator.attack.Silence;

/** The ordering in bad networks, across views, with one member of four against it (AB-1). */
class AbcastSimulationTest {
    @Test
    void ordersWhatMembersSubmitInAQuietNetwork() {
        AbcastSimulations.simulation()
                .network(n -> n.delay(ms(1), ms(5)))
                .seeds(20)
                .each(run -> assertThat(run.members())
                        .allSatisfy(each ->
                                assertThat(each.notices(EpochEntered.class)).hasSize(1)))
                .run();
    }

    @Test
    void ordersInANetworkThatLosesDoublesReordersAndSplits() {
        withOutsiders(stormy(new AbcastRules())).seeds(80).run();
    }

    @Test
    void ordersAcrossViewChanges() {
        AtomicInteger views = new AtomicInteger();

        withOutsiders(withViewChanges(stormy(new AbcastRules())))
                .seeds(80)
                .each(run -> views.addAndGet(run.member(0).views().size() - 1))
                .run();

        assertThat(views.get()).isGreaterThan(80);
    }

    /** Leaders that propose past commands make slots void; nothing in them is lost or delivered twice (AB-13). */
    @Test
    void ordersAcrossViewChangesThatMakeSlotsVoid() {
        withViewChanges(stormy(new Mutants.Hasty()))
                .someoneByzantine(AbcastAttacks.all())
                .seeds(60)
                .run();
    }

    @Test
    void toleratesOneMemberWithAnyAttackOfTheProtocol() {
        Set<MemberId> convicted = new LinkedHashSet<>();

        withViewChanges(stormy(new AbcastRules()))
                .someoneByzantine(AbcastAttacks.all())
                .seedsOf(Path.of("src/test/resources/seeds/abcast-any-attack.txt"))
                .seeds(150)
                .each(run -> convicted(run, convicted))
                .run();

        assertThat(convicted).isNotEmpty();
    }

    private static void convicted(Run run, Set<MemberId> convicted) {
        run.correct().forEach(each -> each.notices(Misbehaved.class).forEach(notice -> convicted.add(notice.member())));
    }

    @Test
    void toleratesOneMemberWithAttacksThatNeedNoProtocol() {
        withViewChanges(stormy(new AbcastRules()))
                .someoneByzantine(Silence::new, Replay::new, Flood::new, Delay::new, Drop::new, Corrupt::new)
                .seeds(80)
                .run();
    }

    @Test
    void toleratesTwoProcessesWithOneKey() {
        withViewChanges(stormy(new AbcastRules())).twins(1).seeds(30).run();
    }

    @Test
    void toleratesTwoMembersOfSeven() {
        withViewChanges(stormy(new AbcastRules()).group(7))
                .someoneByzantine(AbcastAttacks.all())
                .someoneByzantine(AbcastAttacks.all())
                .seeds(15)
                .run();
    }

    @Test
    void toleratesALeaderThatIgnoresOneMembersRequests() {
        AbcastAttacks.censored(new AbcastRules()).seeds(30).run();
    }

    @Test
    void goesOnWhenTheLeaderCrashes() {
        stormy(new AbcastRules()).crash(ms(300), 0).seeds(30).run();
    }

    static Set<Arguments> mutants() {
        Set<Arguments> mutants = new LinkedHashSet<>();
        mutants.add(Arguments.of(new Mutants.QuorumOffByOne(), 100));
        mutants.add(Arguments.of(new Mutants.SignerTwice(), 100));
        mutants.add(Arguments.of(new Mutants.NoBarrier(), 40));
        mutants.add(Arguments.of(new Mutants.LocksCarried(), 20));
        mutants.add(Arguments.of(new Mutants.GapsDelivered(), 300));
        return mutants;
    }

    /** {@link EpochChangeScheduleTest} catches three more by schedule. */
    @ParameterizedTest
    @MethodSource("mutants")
    void checksNotice(AbcastRules mutant, long seeds) {
        Simulation simulation = withViewChanges(stormy(mutant)).until(seconds(8));

        Violation caught =
                simulation.someoneByzantine(AbcastAttacks.all()).seeds(seeds).hunt();
        System.out.println("mutant '" + mutant.getClass().getSimpleName() + "' caught by '" + caught.check()
                + "' after " + (caught.seed() + 1) + " seeds");
        assertThat(caught.check()).isNotEqualTo("harness");
    }
}
