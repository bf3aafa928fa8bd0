package org.testudo.membership.joint;

import static org.testudo.simulator.Simulation.ms;

import java.time.Duration;
import org.testudo.membership.joint.attack.EquivocatingLeader;
import org.testudo.membership.joint.attack.FalseAccusation;
import org.testudo.membership.joint.attack.FalseSuspicion;
import org.testudo.membership.joint.attack.HastyLeader;
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
    FALSE_ACCUSATION {
        @Override
        Simulation with(CoreFactory cores) {
            return JointGroup.simulation(cores).someoneByzantine(FalseAccusation::new);
        }
    },
    /** The first leader is silent, so the first view ends in a later epoch. */
    SILENT_LEADER {
        @Override
        Simulation with(CoreFactory cores) {
            return JointGroup.simulation(cores).byzantine(0, Silence::new);
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

    abstract Simulation with(CoreFactory cores);
}
