package org.testudo.membership.joint;

import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;
import static org.testudo.simulator.check.Checks.agreement;
import static org.testudo.simulator.check.Checks.deliveryAfterCalm;
import static org.testudo.simulator.check.Checks.equalAgreedTime;
import static org.testudo.simulator.check.Checks.fifo;
import static org.testudo.simulator.check.Checks.integrity;
import static org.testudo.simulator.check.Checks.noEvidenceAgainstCorrect;
import static org.testudo.simulator.check.Checks.noFalseExclusion;
import static org.testudo.simulator.check.Checks.oneChain;
import static org.testudo.simulator.check.Checks.totalOrder;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.testudo.abcast.core.AbcastCodec;
import org.testudo.abcast.core.AbcastCore;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.abcast.core.AbcastSettings;
import org.testudo.abcast.core.Self;
import org.testudo.config.JournalKind;
import org.testudo.config.OrderingConfig;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.Accused;
import org.testudo.kernel.notice.ReportOrdered;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.membership.core.MembershipCodec;
import org.testudo.membership.core.MembershipCore;
import org.testudo.membership.joint.attack.BudgetExhaustion;
import org.testudo.membership.joint.attack.Censorship;
import org.testudo.membership.joint.attack.Chorus;
import org.testudo.membership.joint.attack.DelayedViews;
import org.testudo.membership.joint.attack.Ensemble;
import org.testudo.membership.joint.attack.EquivocatingLeader;
import org.testudo.membership.joint.attack.EquivocatingOrigin;
import org.testudo.membership.joint.attack.FalseAccusation;
import org.testudo.membership.joint.attack.FalseSuspicion;
import org.testudo.membership.joint.attack.Flapping;
import org.testudo.membership.joint.attack.ForAndAgainst;
import org.testudo.membership.joint.attack.ForgedState;
import org.testudo.membership.joint.attack.Forgeries;
import org.testudo.membership.joint.attack.FormerLife;
import org.testudo.membership.joint.attack.HastyLeader;
import org.testudo.membership.joint.attack.HiddenCertificates;
import org.testudo.membership.joint.attack.HiddenJoiner;
import org.testudo.membership.joint.attack.Liar;
import org.testudo.membership.joint.attack.LyingServer;
import org.testudo.membership.joint.attack.OldSuspicions;
import org.testudo.membership.joint.attack.Readmission;
import org.testudo.membership.joint.attack.ReplayedInstructions;
import org.testudo.membership.joint.attack.SlowLeader;
import org.testudo.membership.joint.attack.StuffedCertificates;
import org.testudo.membership.joint.attack.TwoJoins;
import org.testudo.membership.joint.attack.TwoNewEpochs;
import org.testudo.membership.joint.attack.WrongView;
import org.testudo.simulator.Attack;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Layer;
import org.testudo.simulator.MemberContext;
import org.testudo.simulator.Run;
import org.testudo.simulator.SeededRandom;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.attack.Corrupt;
import org.testudo.simulator.attack.Delay;
import org.testudo.simulator.attack.Drop;
import org.testudo.simulator.attack.Flood;
import org.testudo.simulator.attack.Replay;
import org.testudo.simulator.attack.Silence;

/** The group that all joint simulations run: four members, one of which may be faulty, under load and faults. */
final class JointGroup {
    /** Everything that a faulty member has been seen, or imagined, to do. */
    static final List<Attack.Factory> ATTACKS = List.of(
            Silence::new,
            Delay::new,
            Drop::new,
            Corrupt::new,
            Flood::new,
            Replay::new,
            EquivocatingLeader::new,
            EquivocatingOrigin::new,
            HiddenCertificates::new,
            TwoNewEpochs::new,
            StuffedCertificates::new,
            HastyLeader::new,
            SlowLeader::new,
            Censorship::new,
            WrongView::new,
            Liar::new,
            FalseAccusation::new,
            FalseSuspicion::new,
            Flapping::new,
            TwoJoins::new,
            Forgeries::new);

    /** What seldom gets to anything among others, and harms no run in which it does not. */
    static final List<Attack.Factory> STORIES = List.of(
            BudgetExhaustion::new,
            Chorus::new,
            DelayedViews::new,
            ForAndAgainst::new,
            ForgedState::new,
            FormerLife::new,
            HiddenJoiner::new,
            LyingServer::new,
            OldSuspicions::new,
            Readmission::new,
            ReplayedInstructions::new);

    /** Small bounds, so that they are met. */
    static final AbcastSettings SETTINGS = settings(8);

    /** The same with another number of slots from one checkpoint to the next, or none: 0. */
    static AbcastSettings settings(int checkpointInterval) {
        return AbcastSettings.of(new OrderingConfig(
                "abcast",
                8,
                4,
                1 << 10,
                64,
                64 << 20,
                checkpointInterval,
                ms(500),
                ms(200),
                seconds(5),
                seconds(5),
                100,
                seconds(1),
                JournalKind.NONE,
                ""));
    }

    private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");
    private static final int TICKS = 24;
    /** The tick from which on most groups have formed. */
    private static final int FORMED = 8;

    private static final int CLIENT_OPERATIONS = 6;
    private static final int BURST = 5;
    private static final int INSISTING = 50;

    private JointGroup() {}

    /** Correct cores but for these rules of the ordering. */
    static CoreFactory cores(AbcastRules rules) {
        return cores(rules, SETTINGS);
    }

    /** The same with these settings. */
    static CoreFactory cores(AbcastRules rules, AbcastSettings settings) {
        return context ->
                List.of(Layer.silent(new Prosecutor()), ordering(context, rules, settings), membership(context));
    }

    private static Self self(MemberContext context) {
        return new Self(context.origin(), context.genesis(), context.firstViewKeys());
    }

    private static MembershipCore membershipCore(MemberContext context) {
        MembershipCore core =
                new MembershipCore(context.genesis(), context.firstView(), context.origin(), context.firstViewKeys());
        return context.journals() ? core.withJournal() : core;
    }

    private static Layer<?> ordering(MemberContext context, AbcastRules rules, AbcastSettings settings) {
        return new Layer<>(
                new AbcastCore(self(context), context.journals() ? settings.withJournal() : settings, rules),
                new AbcastCodec(context.lives(), settings.window()));
    }

    private static Layer<?> membership(MemberContext context) {
        return new Layer<>(membershipCore(context), new MembershipCodec(context.lives()));
    }

    static Attack.Factory ensemble() {
        return () -> new Ensemble(ATTACKS, STORIES);
    }

    /** Load, sensors, clients and a bad network; the checks of all. */
    static Simulation simulation(CoreFactory cores) {
        return given(cores).forming();
    }

    /** The same in a life that is given: its first view changes at once, when all have brought their keys. */
    static Simulation given(CoreFactory cores) {
        Simulation simulation = Simulation.of(cores)
                .group(4)
                .tolerating(1)
                .network(n -> n.delay(ms(1), ms(20))
                        .loss(0.15)
                        .duplicate(0.15)
                        .gaps(0.05)
                        .reorder()
                        .slowMember()
                        .pauses()
                        .partitionNowAndThen())
                .onAllProcessors()
                .at(ms(2), JointGroup::burst)
                .workload(70, ms(40), ms(2_400))
                .calmAfter(ms(2_500))
                .excusing(JointGroup::formedOfTooFew)
                .until(seconds(60))
                .check(
                        agreement(),
                        totalOrder(),
                        integrity(),
                        fifo(),
                        oneChain(),
                        noFalseExclusion(),
                        noEvidenceAgainstCorrect(),
                        equalAgreedTime(),
                        deliveryAfterCalm(),
                        JointChecks.clientsAreServed(),
                        JointChecks.theReportedAreOut(),
                        JointChecks.excludedStaysOut(),
                        JointChecks.quorumNeverWeakened(),
                        BudgetChecks.budgetIsKept(),
                        BudgetChecks.evidenceNeedsNoBudget(),
                        BudgetChecks.theStrippedAreNotServed(),
                        JointChecks.fewAreInactive(),
                        JointChecks.everybodyIsBack(),
                        JointChecks.theLeadIsNotHandedBack(),
                        JointChecks.viewsAreCertified(),
                        JointChecks.boundedState(20_000));
        for (int tick = 1; tick <= TICKS; tick++) {
            int number = tick;
            simulation.at(ms(100L * tick), run -> happen(run, number));
        }
        simulation.at(ms(2_550), Opinions::settle);
        for (int again = 0; again < INSISTING; again++) simulation.at(ms(2_600 + 700L * again), JointGroup::insist);
        return simulation;
    }

    /**
     * Whether the group was formed with fewer than Q members that are correct and have their memory still, and no further one
     * could join since: so many as are left need not get anything done (GM-21).
     */
    private static boolean formedOfTooFew(Run run) {
        List<ViewRecord> views = run.furthest().views();
        return views.size() > 1
                && sound(run, views.get(1)) < views.get(1).quorum().intersecting()
                && sound(run, views.get(views.size() - 1))
                        < views.get(1).quorum().intersecting();
    }

    /**
     * Whether a start that lost its memory is a fault no longer (G-1): it sits in a view in which a quorum of the view before
     * has delivered, so has voted.
     */
    static boolean takenInByAQuorum(Run run, SimulatedMember member) {
        Optional<ViewRecord> seating = member.views().stream()
                .filter(view -> view.seats(member.context().origin()))
                .findFirst();
        return seating.isPresent()
                && run.members().stream()
                                .filter(each -> votedIn(each, seating.get().id()))
                                .count()
                        >= before(member, seating.get()).certifying();
    }

    private static ViewRecord before(SimulatedMember member, ViewRecord view) {
        return member.views().get((int) Math.max(0, view.id() - 1));
    }

    /** Whether it has delivered something in this view or a later one, so has voted there or others have. */
    static boolean votedIn(SimulatedMember member, long view) {
        List<SlotDelivery> deliveries = member.deliveries();
        return !deliveries.isEmpty() && deliveries.get(deliveries.size() - 1).view() >= view;
    }

    private static long sound(Run run, ViewRecord view) {
        return run.live().stream()
                .filter(member -> view.seats(member.context().origin()))
                .count();
    }

    private static void happen(Run run, int tick) {
        SeededRandom random = run.random("happenings " + tick);
        if (tick == 1) openSession(run, random);
        else if (tick % 4 == 0 && tick / 4 <= CLIENT_OPERATIONS) operate(run, random, tick);
        boolean formed = run.lives().known(); // before, a sensor knows no life to sign for
        if (formed && FORMED + run.random("report").below(2 * TICKS) == tick) reportTheGuilty(run);
        if (random.chance(0.25)) accuseOnSuspicion(run, random);
        Opinions.form(run, random);
        if (formed && FORMED + run.random("slander").below(TICKS) == tick) reportTheInnocent(run, random);
        if (formed && FORMED + run.random("attempt").below(TICKS) == tick) reportAnAttempt(run, random);
    }

    private static void burst(Run run) {
        for (SimulatedMember member :
                run.members().subList(0, run.genesis().members().size())) {
            for (int i = 0; i < BURST; i++) run.submit(member.index(), "burst " + i);
        }
    }

    private static void openSession(Run run, SeededRandom random) {
        offer(run, run.client("client").opening(), random);
    }

    private static void operate(Run run, SeededRandom random, int tick) {
        byte[] body = ("operation " + tick).getBytes(StandardCharsets.UTF_8);
        offer(run, run.client("client").next(RequestClass.APPLICATION, body), random);
    }

    /** To two members, of which one is correct. */
    private static void offer(Run run, Signed<Request> request, SeededRandom random) {
        int contact = random.below(run.members().size());
        run.submit(contact, new Payload.Relayed(request));
        run.submit((contact + 1) % run.members().size(), new Payload.Relayed(request));
    }

    /** What a client gets no answer to, it offers to everybody. */
    private static void insist(Run run) {
        for (Request request : run.client("client").signed().stream().distinct().toList()) {
            boolean delivered = run.live().stream()
                    .allMatch(member -> member.deliveries().stream()
                            .anyMatch(slot -> slot.requests().contains(request)));
            if (delivered) continue;
            Signed<Request> again = run.client("client").numbered(request.number(), request.kind(), request.body());
            for (SimulatedMember member : run.members()) run.submit(member.index(), new Payload.Relayed(again));
        }
        for (SimulatedMember watched : run.members()) insist(run, watched);
    }

    /** As an attack detector does: it tells again of what its sensor has signed, until that is ordered. */
    private static void insist(Run run, SimulatedMember watched) {
        for (Request report :
                run.sensor(watched.index()).signed().stream().distinct().toList()) {
            boolean delivered = run.live().stream()
                    .anyMatch(member -> member.notices(ReportOrdered.class).stream()
                            .anyMatch(it -> it.number() == report.number()
                                    && it.sensor().equals(report.origin())));
            if (delivered) continue;
            Signed<Request> again = run.sensor(watched.index()).numbered(report.number(), report.kind(), report.body());
            Accused accused = new Accused(watched.id(), "reported", new Payload.Relayed(again));
            for (SimulatedMember member : run.live()) run.announce(member.index(), accused);
        }
    }

    /** A correct member errs, or not: one word alone excludes nobody, it is one more command on its way (GM-4). */
    private static void accuseOnSuspicion(Run run, SeededRandom random) {
        SimulatedMember nervous = run.correct().get(0);
        SimulatedMember target = random.pick(run.members());
        Optional<Occupant> seat = nervous.view().occupant(target.id());
        if (seat.isEmpty()) return;
        Command command = new Command.Accuse(target.id(), seat.get().incarnation(), "it is slow");
        Payload payload = new Payload.Own(RequestClass.CONTROL, command.encode());
        run.announce(nervous.index(), new Accused(target.id(), "slow", payload));
    }

    /** Its own sensor sees the faulty member attack; each other member hears of it, or only some do. */
    static void reportTheGuilty(Run run) {
        run.members().stream()
                .filter(member -> !member.correct())
                .forEach(guilty -> reportIntrusion(run, guilty.index()));
    }

    /** The sensor of this member sees it attack. */
    static void reportIntrusion(Run run, int index) {
        SimulatedMember guilty = run.member(index);
        Signed<Request> report = report(run, guilty, Alert.Outcome.SUCCEEDED, Alert.Role.ACTOR);
        accuse(run, guilty, report, run.random("guilty " + index));
    }

    /** The faulty member's sensor is as faulty as its host (G-1), and accuses somebody else. */
    private static void reportTheInnocent(Run run, SeededRandom random) {
        run.members().stream().filter(member -> !member.correct()).forEach(guilty -> {
            SimulatedMember victim = random.pick(run.correct());
            Command command = intrusion(run, victim, Alert.Outcome.SUCCEEDED, Alert.Role.ACTOR);
            accuse(run, victim, run.sensor(guilty.index()).next(RequestClass.CONTROL, command.encode()), random);
        });
    }

    /** A sensor sees a correct member attacked in vain: must have no effect. */
    private static void reportAnAttempt(Run run, SeededRandom random) {
        SimulatedMember victim = random.pick(run.correct());
        accuse(run, victim, report(run, victim, Alert.Outcome.ATTEMPTED, Alert.Role.VICTIM), random);
    }

    private static Signed<Request> report(Run run, SimulatedMember target, Alert.Outcome outcome, Alert.Role role) {
        Command command = intrusion(run, target, outcome, role);
        return run.sensor(target.index()).next(RequestClass.CONTROL, command.encode());
    }

    private static Command intrusion(Run run, SimulatedMember target, Alert.Outcome outcome, Alert.Role role) {
        Genesis.Founder founder = run.genesis().roster().get(target.index());
        return new Command.Report(target.id(), founder.certificate(), MIDNIGHT.plus(run.now()), alert(outcome, role));
    }

    /** What sensors report here. */
    static Alert alert(Alert.Outcome outcome, Alert.Role role) {
        return new Alert("suricata", "1:9000101", "shell", "a root shell", Alert.Severity.HIGH, outcome, role);
    }

    private static void accuse(Run run, SimulatedMember target, Signed<Request> report, SeededRandom random) {
        Accused accused = new Accused(target.id(), "reported", new Payload.Relayed(report));
        if (run.live().isEmpty()) return; // all have lost power
        int first = random.pick(run.live()).index();
        for (SimulatedMember member : run.live()) {
            if (member.index() == first || random.chance(0.5)) run.announce(member.index(), accused);
        }
    }
}
