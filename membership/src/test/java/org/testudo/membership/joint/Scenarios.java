package org.testudo.membership.joint;

import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;
import static org.testudo.simulator.check.Checks.agreement;
import static org.testudo.simulator.check.Checks.deliveryAfterCalm;
import static org.testudo.simulator.check.Checks.oneChain;

import java.time.Duration;
import java.util.List;
import org.testudo.kernel.notice.DepartureWanted;
import org.testudo.kernel.notice.Suspected;
import org.testudo.membership.joint.attack.BudgetExhaustion;
import org.testudo.membership.joint.attack.Chorus;
import org.testudo.membership.joint.attack.EquivocatingLeader;
import org.testudo.membership.joint.attack.FalseAccusation;
import org.testudo.membership.joint.attack.FalseSuspicion;
import org.testudo.membership.joint.attack.FarAhead;
import org.testudo.membership.joint.attack.Flapping;
import org.testudo.membership.joint.attack.ForgedState;
import org.testudo.membership.joint.attack.Forgeries;
import org.testudo.membership.joint.attack.FormerLife;
import org.testudo.membership.joint.attack.HastyLeader;
import org.testudo.membership.joint.attack.LyingServer;
import org.testudo.membership.joint.attack.Readmission;
import org.testudo.membership.joint.attack.ReplayedInstructions;
import org.testudo.membership.joint.attack.StuffedCertificates;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.attack.Silence;

/** What mutants are put through, by name: names cross class loaders, classes do not. */
enum Scenarios {
    /** Any one to three attacks by any member. */
    ENSEMBLE {
        @Override
        Simulation with(CoreFactory cores) {
            return JointGroup.simulation(cores).someoneByzantine(JointGroup.ensemble());
        }
    },
    EQUIVOCATING_LEADER {
        @Override
        Simulation with(CoreFactory cores) {
            return JointGroup.simulation(cores).someoneByzantine(EquivocatingLeader::new);
        }
    },
    /** The first leader proposes past commands. */
    HASTY_LEADER {
        @Override
        Simulation with(CoreFactory cores) {
            return JointGroup.given(cores).byzantine(0, HastyLeader::new);
        }
    },
    STUFFED_CERTIFICATES {
        @Override
        Simulation with(CoreFactory cores) {
            return JointGroup.simulation(cores).someoneByzantine(StuffedCertificates::new);
        }
    },
    FORGERIES {
        @Override
        Simulation with(CoreFactory cores) {
            return JointGroup.simulation(cores).someoneByzantine(Forgeries::new);
        }
    },
    FALSE_ACCUSATION {
        @Override
        Simulation with(CoreFactory cores) {
            return JointGroup.simulation(cores).someoneByzantine(FalseAccusation::new);
        }
    },
    /** CRLs are handed to one member or another, old ones too. */
    REVOCATIONS {
        @Override
        Simulation with(CoreFactory cores) {
            return Crls.handedIn(JointGroup.simulation(cores).someoneByzantine(Silence::new));
        }
    },
    /** Operators approve some things and not others, and a member brings again what it has seen. */
    INSTRUCTIONS {
        @Override
        Simulation with(CoreFactory cores) {
            return Instructing.handedIn(JointGroup.simulation(cores).someoneByzantine(ReplayedInstructions::new));
        }
    },
    /** See {@link Pardoning}. */
    PARDONS {
        @Override
        Simulation with(CoreFactory cores) {
            return Pardoning.simulation(cores);
        }
    },
    /** The first leader is silent, so the first view ends in a later epoch. */
    SILENT_LEADER {
        @Override
        Simulation with(CoreFactory cores) {
            return JointGroup.simulation(cores).byzantine(0, Silence::new);
        }
    },
    /** The first leader proposes for slots far ahead, and no host spares the cores that; nobody holds much here (AB-31). */
    FAR_AHEAD {
        @Override
        Simulation with(CoreFactory cores) {
            return JointGroup.simulation(AllUseful.of(cores))
                    .byzantine(0, FarAhead::new)
                    .check(JointChecks.boundedState(LITTLE));
        }
    },
    /** One correct member starts late, and another member is reported before: the group is at the floor (GM-18). */
    AT_THE_FLOOR {
        @Override
        Simulation with(CoreFactory cores) {
            return JointGroup.simulation(cores)
                    .start(LATE, 2)
                    .byzantine(3, FalseAccusation::new)
                    .at(ms(1_700), JointGroup::reportTheGuilty);
        }
    },
    /** One of three that formed a group of four is revoked, and has much to say while the group cannot spare it (GM-19). */
    STRIPPED {
        @Override
        Simulation with(CoreFactory cores) {
            Simulation simulation = Crls.handedIn(JointGroup.simulation(cores)
                    .start(ms(5_500), 2)
                    .byzantine(3, LyingServer::new)
                    .at(ms(1_700), JointGroup::reportTheGuilty));
            for (int i = 0; i < 20; i++) simulation.submit(ms(4_100 + 50 * i), 3, "of no account " + i);
            return simulation;
        }
    },
    /** Two of seven would have the budget of exclusions spent. */
    EXHAUSTED_BUDGET {
        @Override
        Simulation with(CoreFactory cores) {
            return JointGroup.simulation(cores)
                    .group(7)
                    .tolerating(2)
                    .byzantine(5, BudgetExhaustion::new)
                    .byzantine(6, BudgetExhaustion::new)
                    .at(ms(1_700), JointGroup::reportTheGuilty);
        }
    },
    /** Of six one may be faulty at a time; the second turns when the first is out, and a standby comes late. */
    BEYOND_THE_BUDGET {
        @Override
        Simulation with(CoreFactory cores) {
            return JointGroup.simulation(cores)
                    .group(6)
                    .tolerating(1)
                    .standbys(1)
                    .start(seconds(6), 6)
                    .byzantine(5, Silence::new)
                    .byzantine(ms(2_600), 4, FalseAccusation::new)
                    .at(ms(1_700), run -> JointGroup.reportIntrusion(run, 5))
                    .at(ms(2_800), run -> JointGroup.reportIntrusion(run, 4));
        }
    },
    /** See {@link BudgetScenes#newcomerCutOff}. */
    NEWCOMER_CUT_OFF {
        @Override
        Simulation with(CoreFactory cores) {
            return BudgetScenes.newcomerCutOff(cores);
        }
    },
    /** See {@link BudgetScenes#heldAndFlapping}. */
    HELD_AND_FLAPPING {
        @Override
        Simulation with(CoreFactory cores) {
            return BudgetScenes.heldAndFlapping(cores, MOST_VIEWS);
        }
    },
    /** See {@link BudgetScenes#policyChanged}. */
    POLICY_CHANGED {
        @Override
        Simulation with(CoreFactory cores) {
            return BudgetScenes.policyChanged(cores);
        }
    },
    /** See {@link BudgetScenes#resizedAndRevoked}. */
    RESIZED_AND_REVOKED {
        @Override
        Simulation with(CoreFactory cores) {
            return BudgetScenes.resizedAndRevoked(cores);
        }
    },
    /** Four seats, seven, and four again; members crash meanwhile. */
    RESIZES {
        @Override
        Simulation with(CoreFactory cores) {
            return Resizes.simulation(cores).crashes(crash -> crash.recoveredWhen(JointGroup::takenInByAQuorum));
        }
    },
    /** The same, in a group that has nothing to order any more. */
    IDLE_RESIZES {
        @Override
        Simulation with(CoreFactory cores) {
            return Resizes.idle(cores);
        }
    },
    /** See {@link Succeeding}: one founder is left. */
    FEW_FOUNDERS {
        @Override
        Simulation with(CoreFactory cores) {
            return Succeeding.simulation(cores, 2);
        }
    },
    /** The same: none is left but the one that has lost its disk. */
    NO_FOUNDERS {
        @Override
        Simulation with(CoreFactory cores) {
            return Succeeding.simulation(cores, 3);
        }
    },
    /** All are suspected in turn. */
    FALSE_SUSPICION {
        @Override
        Simulation with(CoreFactory cores) {
            return JointGroup.simulation(cores).someoneByzantine(FalseSuspicion::new);
        }
    },
    /** Nobody is faulty; members crash and start again. */
    RESTARTS {
        @Override
        Simulation with(CoreFactory cores) {
            return JointGroup.simulation(cores).crashes(crash -> crash);
        }
    },
    /** Members crash and start again, and are given the state of the application too. */
    STATES_GIVEN {
        @Override
        Simulation with(CoreFactory cores) {
            return StateTransferSimulationTest.simulation(cores).crashes(crash -> crash);
        }
    },
    /** One of seven serves false pieces, another is cut off for long. */
    FALSE_PIECES {
        @Override
        Simulation with(CoreFactory cores) {
            return StateTransferSimulationTest.cutOff(cores, LyingServer::new);
        }
    },
    /** One of seven offers a state on its own word, another is cut off for long. */
    FORGED_STATE {
        @Override
        Simulation with(CoreFactory cores) {
            return StateTransferSimulationTest.cutOff(cores, ForgedState::new);
        }
    },
    /** All lose power, and go on with their journals. */
    POWER_LOSS {
        @Override
        Simulation with(CoreFactory cores) {
            return JournalScenes.powerLosses(JournalScenes.withJournals(cores));
        }
    },
    /** One that was given a state loses power, as all do. */
    GIVEN_A_STATE {
        @Override
        Simulation with(CoreFactory cores) {
            return JournalScenes.givenAState(JournalScenes.withStates(cores));
        }
    },
    /** One member goes on with an old image of its disk. */
    ROLLED_BACK {
        @Override
        Simulation with(CoreFactory cores) {
            return JournalScenes.rolledBack(JournalScenes.withJournals(cores));
        }
    },
    /** Two members want to go of which only one may (GM-18). */
    LEAVING {
        @Override
        Simulation with(CoreFactory cores) {
            return Simulation.of(cores)
                    .group(4)
                    .tolerating(1)
                    .forming()
                    .network(n -> n.delay(ms(1), ms(20)).loss(0.1).reorder())
                    .announce(ms(1_500), 1, new DepartureWanted(true))
                    .announce(ms(1_600), 2, new DepartureWanted(true))
                    .submit(seconds(4), 0, "after they have gone")
                    .calmAfter(seconds(5))
                    .until(seconds(20))
                    .check(agreement(), oneChain(), deliveryAfterCalm());
        }
    },
    /** One member is silent, and the others take a correct one for silent. */
    SILENT_AND_SUSPECTED {
        @Override
        Simulation with(CoreFactory cores) {
            return JointGroup.simulation(cores).byzantine(3, Silence::new).at(ms(2_400), run -> {
                for (int accuser : new int[] {0, 1}) {
                    run.announce(accuser, new Suspected(run.member(2).id(), "silent", seconds(1)));
                }
            });
        }
    },
    /** The first leader asks for a group with a start in it that is over. */
    STARTS_THAT_ARE_OVER {
        @Override
        Simulation with(CoreFactory cores) {
            return Simulation.of(cores)
                    .group(4)
                    .tolerating(1)
                    .forming()
                    .network(n -> n.delay(ms(1), ms(10)).reorder())
                    .byzantine(0, FormerLife::new)
                    .crash(ms(100), 1)
                    .restart(ms(150), 1)
                    .start(ms(900), 3)
                    .calmAfter(seconds(2))
                    .until(seconds(20))
                    .check(agreement(), oneChain(), JointChecks.everybodyIsBack(), OwnStarts.check());
        }
    },
    /** Nobody is faulty in a group of three of the model {@code crash}; members crash and start again. */
    CRASH_RESTARTS {
        @Override
        Simulation with(CoreFactory cores) {
            return CrashSimulationTest.simulation(cores, 3)
                    .crashes(crash -> crash.recoveredWhen(JointGroup::takenInByAQuorum));
        }
    },
    /** The first leader of three stops for good, in the model {@code crash}. */
    CRASH_OF_ONE {
        @Override
        Simulation with(CoreFactory cores) {
            return CrashSimulationTest.oneStops(cores, 0);
        }
    },
    /** In the model {@code crash} one member brings evidence by the rules of the other model. */
    CRASH_FRAMED {
        @Override
        Simulation with(CoreFactory cores) {
            return CrashSimulationTest.framed(cores);
        }
    },
    /** One of seven is excluded, and another one brings it back under all its keys. */
    FRIENDS {
        @Override
        Simulation with(CoreFactory cores) {
            return JointGroup.simulation(cores)
                    .group(7)
                    .tolerating(2)
                    .byzantine(5, Readmission::new)
                    .byzantine(6, Readmission::new)
                    .at(ms(1_500), run -> JointGroup.reportIntrusion(run, 5))
                    .at(ms(6_000), run -> JointGroup.reportIntrusion(run, 5))
                    .check(JointChecks.noCorrectMemberRests(seconds(6), seconds(10)));
        }
    },
    /** Two of seven accuse and suspect the same member, one after the other. */
    CHORUS {
        @Override
        Simulation with(CoreFactory cores) {
            return ConspiraciesTest.conspiracy(cores, Chorus::new);
        }
    },
    /** One goes and comes back as often as it may, for a minute. */
    FLAPPING {
        @Override
        Simulation with(CoreFactory cores) {
            return Simulation.of(cores)
                    .group(4)
                    .tolerating(1)
                    .forming()
                    .network(n -> n.delay(ms(1), ms(20)).reorder())
                    .byzantine(3, () -> new Flapping(seconds(60)))
                    .until(seconds(60))
                    .check(agreement(), oneChain(), JointChecks.flappingIsDamped(MOST_VIEWS));
        }
    },
    /** One member heartbeats and says nothing else for a while; see {@link Muteness}. */
    MUTE_MEMBER {
        @Override
        Simulation with(CoreFactory cores) {
            return Muteness.simulation(cores, 3);
        }
    },
    /** Nobody is faulty, and nothing is asked for; see {@link Muteness}. */
    NOTHING_TO_DO {
        @Override
        Simulation with(CoreFactory cores) {
            return Muteness.idle(cores).check(Muteness.onlyTheMute(-1, false));
        }
    },
    /** A group of four falls into two halves; see {@link Apart}. */
    HALVES {
        @Override
        Simulation with(CoreFactory cores) {
            return Apart.simulation(
                    cores,
                    Cut.splits(4).filter(it -> it.hears(0) == 2).findFirst().orElseThrow());
        }
    },
    /** Nobody hears the leader of four and another, and these hear all; see {@link Apart}. */
    NOT_HEARD {
        @Override
        Simulation with(CoreFactory cores) {
            return Apart.simulation(cores, Cut.oneWay(4, List.of(Cut.LEADER, 1)));
        }
    },
    /** The leader of four is cut off; see {@link Apart}. */
    LEADER_CUT_OFF {
        @Override
        Simulation with(CoreFactory cores) {
            return Apart.simulation(
                    cores,
                    Cut.splits(4).filter(it -> it.hears(0) == 1).findFirst().orElseThrow());
        }
    },
    /** See {@link FormerLives}. */
    FORMER_LIVES {
        @Override
        Simulation with(CoreFactory cores) {
            return FormerLives.simulation(cores);
        }
    },
    /** See {@link ClosedViews}. */
    CLOSED_VIEWS {
        @Override
        Simulation with(CoreFactory cores) {
            return ClosedViews.simulation(cores);
        }
    },
    /** See {@link ClosedViews#twoTurned}. */
    TWO_TURNED {
        @Override
        Simulation with(CoreFactory cores) {
            return ClosedViews.twoTurned(cores);
        }
    },
    /** See {@link HoardedCertificate}. */
    HOARDED_CERTIFICATE {
        @Override
        Simulation with(CoreFactory cores) {
            return HoardedCertificate.simulation(cores);
        }
    },
    /** See {@link FaithlessLeader}. */
    FAITHLESS_LEADER {
        @Override
        Simulation with(CoreFactory cores) {
            return FaithlessLeader.simulation(cores);
        }
    },
    /** See {@link OvertakenTimer}. */
    OVERTAKEN_TIMER {
        @Override
        Simulation with(CoreFactory cores) {
            return OvertakenTimer.simulation(cores);
        }
    };

    private static final Duration LATE = ms(2_300);
    private static final int LITTLE = 4_000;
    /** In a minute back-offs of 1, 2, 4, 8, 16 and 32 s begin: twice as many views, and what forms the group. */
    private static final int MOST_VIEWS = 20;

    abstract Simulation with(CoreFactory cores);
}
