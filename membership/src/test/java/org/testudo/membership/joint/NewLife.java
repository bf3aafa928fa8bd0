package org.testudo.membership.joint;

import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;
import static org.testudo.simulator.check.Checks.agreement;
import static org.testudo.simulator.check.Checks.deliveryAfterCalm;
import static org.testudo.simulator.check.Checks.equalAgreedTime;
import static org.testudo.simulator.check.Checks.equalStates;
import static org.testudo.simulator.check.Checks.oneChain;
import static org.testudo.simulator.check.Checks.totalOrder;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.abcast.core.JournalledState;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.recovery.GatheredViews;
import org.testudo.kernel.recovery.RecoveryArchive;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Recovered;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.membership.joint.attack.Layers;
import org.testudo.simulator.Attack;
import org.testudo.simulator.Run;
import org.testudo.simulator.Simulation;

/** A life of a group that ends with what one member's journal holds, and the one that operators begin from it (GM-22). */
final class NewLife {
    static final int SURVIVOR = 0;
    static final int OUT = 3;
    /** Nobody waits for it. */
    static final Attack.Factory HONEST = () -> (layer, event, honest, context) -> honest;

    private static final int BALLAST = 70_000;

    /**
     * What is left of the life that ended.
     *
     * @param early what could be prepared half-way
     * @param late the last that could be prepared
     */
    record Left(Run run, RecoveryArchive early, RecoveryArchive late) {
        Genesis genesis() {
            return run.genesis();
        }

        Verifier verifier() {
            return verifierOf(run);
        }

        /** What goes on in the new life. */
        Recovered recovered() {
            return late.recovered();
        }
    }

    private NewLife() {}

    /** The first life of the group, as this seed has it. */
    static Left left(long seed, boolean excludes) {
        return left(seed, excludes ? excluding() : begun());
    }

    /** The same, in which operators pardon under another key who was excluded, between what is early and what is late. */
    static Left pardoned(long seed) {
        Simulation life = excluding();
        for (int i = 0; i < 5; i++) life.at(ms(2_200 + 100L * i), run -> Pardoning.pardon(run, OUT));
        return left(seed, life);
    }

    /** A life of others that have taken the name and the operators of the group. */
    static Left invented(long seed) {
        return left(seed, begun().policy(Policy.standard(false)));
    }

    private static Simulation excluding() {
        return begun().byzantine(OUT, HONEST).at(ms(700), run -> JointGroup.reportIntrusion(run, OUT));
    }

    private static Simulation begun() {
        Simulation life = members().journals().check(oneChain());
        for (int i = 0; i < 60; i++) {
            int number = i;
            life.at(ms(600 + 40L * i), run -> run.submit(number % 3, "operation " + number));
        }
        return life;
    }

    private static Left left(long seed, Simulation life) {
        List<RecoveryArchive> prepared = new ArrayList<>();
        List<Run> runs = new ArrayList<>();
        life.at(ms(1_800), run -> prepared.add(archive(run)))
                .at(ms(5_900), run -> prepared.add(archive(run)))
                .seed(seed)
                .each(runs::add)
                .run();
        return new Left(runs.get(0), prepared.get(0), prepared.get(1));
    }

    private static Verifier verifierOf(Run run) {
        return run.member(SURVIVOR).context().verifier();
    }

    /** What two of three operators sign, of what the journal of the one holds. */
    private static RecoveryArchive archive(Run run) {
        Verifier verifier = verifierOf(run);
        Genesis genesis = run.genesis();
        try {
            JournalledState found = JournalledState.of(
                            run.journals().entries(SURVIVOR, Layers.ABCAST), genesis.forming())
                    .orElseThrow();
            GatheredViews views = new GatheredViews();
            views.add(found.views());
            GatheredViews.Proved proved =
                    views.prove(genesis, found.views().get(0).record().life(), verifier);
            RecoveryArchive prepared =
                    RecoveryArchive.prepared(genesis, proved.certificates(), found.state(), Optional.empty(), genesis);
            return approved(run, prepared);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    /** By two of the three operators. */
    static RecoveryArchive approved(Run run, RecoveryArchive prepared) {
        return prepared.with(run.operator(0).approval(prepared.statement()))
                .with(run.operator(2).approval(prepared.statement()));
    }

    /** The life that follows, and what is asked of it. */
    static Simulation next(Recovered from) {
        return orders(members().journals().from(from))
                .check(oneChain(), deliveryAfterCalm(), JointChecks.viewsAreCertified());
    }

    /** The same of a group that may not form. */
    static Simulation divided(Recovered from) {
        return orders(members().journals().from(from));
    }

    private static Simulation orders(Simulation life) {
        for (int i = 0; i < 20; i++) {
            int number = i;
            life.at(ms(1_500 + 50L * i), run -> run.submit(number % 3, "in the new life " + number));
        }
        return life;
    }

    private static Simulation members() {
        return Simulation.of(JointGroup.cores(new AbcastRules()))
                .group(4)
                .tolerating(1)
                .forming()
                .network(n -> n.delay(ms(1), ms(10)).loss(0.05).duplicate(0.05).reorder())
                .application(() -> new Register(BALLAST))
                .calmAfter(seconds(4))
                .until(seconds(6))
                .check(
                        agreement(),
                        totalOrder(),
                        equalAgreedTime(),
                        equalStates(),
                        JointChecks.excludedStaysOut(),
                        JointChecks.quorumNeverWeakened());
    }

    /** How much an application had executed in the state from which a life begins. */
    static Register state(Recovered from) throws IOException {
        Register register = new Register(BALLAST);
        register.readSnapshot(
                new ByteArrayInputStream(from.application().orElseThrow().content()));
        return register;
    }
}
