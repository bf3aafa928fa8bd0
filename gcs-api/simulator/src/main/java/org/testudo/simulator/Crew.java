package org.testudo.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.ViewRecord;

/** The members of a run, twins included, and which of two twins a member talks to. */
final class Crew {
    private static final int KEYS = 16;
    private static final int BOTH = 2;

    private final Run run;
    private final List<SimulatedMember> members = new ArrayList<>();
    private final List<SimulatedMember> starts = new ArrayList<>();
    private final List<SimulatedMember> former = new ArrayList<>();
    private final Map<Integer, SimulatedMember> twins = new LinkedHashMap<>();
    private final Map<MemberId, Integer> indices = new LinkedHashMap<>();
    private final int[] side;
    private final SeededRandom random;
    private final Map<Integer, SimulatedJournal> journals = new LinkedHashMap<>();
    private int entries;

    Crew(Run run) {
        this.run = run;
        this.random = run.random("crew");
        this.side = new int[run.plan().everybody()];
        Map<Integer, AttackPlan> attacks = attacks();
        for (int i = 0; i < run.plan().everybody(); i++) {
            AttackPlan attack = attacks.get(i);
            KeyRing keys = new KeyRing(run.keys(), Founding.member(i).name(), 0, attack == null || attack.from() > 0);
            Start start = start(i, 0, run.plan().starts.getOrDefault(i, Duration.ZERO));
            members.add(new SimulatedMember(run, context(i, 0, keys, start, first(start)), 0, keys, attack));
            starts.add(members.get(i));
            indices.put(Founding.member(i), i);
            if (attack == null && run.plan().journals) journals.put(i, new SimulatedJournal());
            if (attack != null && attack.twins()) {
                twins.put(i, new SimulatedMember(run, context(i, 1, keys, start, first(start)), 1, keys, attack));
            }
        }
    }

    private Start start(int index, int number, Duration at) {
        long skew = run.weather().skewOf(Founding.member(index).name(), run);
        return new Start(number, at, run.wallClock(at.toNanos(), skew));
    }

    /** As a host makes it: the wall clock in milliseconds (GM-23); 1 in a life that was not formed. */
    private long first(Start start) {
        return run.life().forming() ? start.wallClock().toEpochMilli() : 1;
    }

    private MemberContext context(int index, int instance, KeyRing keys, Start start, long incarnation) {
        String label = "core " + index + "/" + instance + (start.again() ? " start " + start.number() : "");
        boolean astray = run.plan().astray.containsKey(index);
        Genesis genesis = astray ? run.genesis().from(run.plan().astray.get(index)) : run.genesis();
        ViewRecord first = astray ? genesis.firstView() : run.firstView();
        return new MemberContext(
                genesis,
                first,
                new LearntLives(first.life()),
                Origin.of(Founding.member(index), keys.statementKey(), incarnation),
                keys.newViewKeys(KEYS),
                index,
                run.random(label),
                run.keys(),
                run.plan().journals,
                start);
    }

    private Map<Integer, AttackPlan> attacks() {
        Map<Integer, AttackPlan> attacks = new LinkedHashMap<>();
        run.plan().villains.forEach((index, villain) -> attacks.put(index, drawn(villain)));
        for (Plan.Villain villain : run.plan().anyone) {
            int index = random.below(run.plan().members);
            while (attacks.containsKey(index)) index = (index + 1) % run.plan().members;
            attacks.put(index, drawn(villain));
        }
        return attacks;
    }

    private AttackPlan drawn(Plan.Villain villain) {
        long from = villain.from().toNanos();
        return villain.attacks().isEmpty()
                ? new AttackPlan(null, from, true)
                : new AttackPlan(random.pick(villain.attacks()), from, false);
    }

    List<SimulatedMember> members() {
        return members;
    }

    /** The member with the latest view. */
    SimulatedMember furthest() {
        return members.stream()
                .max(Comparator.comparingLong(member -> member.view().id()))
                .orElseThrow();
    }

    int indexOf(MemberId member) {
        return indices.getOrDefault(member, -1);
    }

    void begin() {
        for (SimulatedMember member : members) begin(member);
        for (SimulatedMember twin : twins.values()) twin.begin();
        if (!twins.isEmpty()) takeSides();
    }

    /** A member that starts late begins later. */
    private void begin(SimulatedMember member) {
        long at = member.context().start().at().toNanos();
        if (at == 0) member.begin();
        else run.agenda().at(at, member::begin);
    }

    /** Empty for who keeps none. */
    Optional<SimulatedJournal> journal(int index) {
        return Optional.ofNullable(journals.get(index));
    }

    /** All starts of all members, in the order in which they were made. */
    List<SimulatedMember> starts() {
        return starts;
    }

    /** The most entries that one journal holds. */
    int mostJournalled() {
        int most = 0;
        for (Map.Entry<Integer, SimulatedJournal> each : journals.entrySet()) {
            int held = 0;
            for (int layer = 0; layer < members.get(each.getKey()).height(); layer++)
                held += each.getValue().of(layer).size();
            most = Math.max(most, held);
        }
        return most;
    }

    void rollBack(int index, double share) {
        journal(index).ifPresent(it -> it.rollBack((int) (it.size() * share)));
    }

    /** The journal is not what it was: what the member was is over, and the next start is a new incarnation (AB-26). */
    void forget(int index) {
        if (run.plan().journals) journals.put(index, new SimulatedJournal());
        crash(index);
        restart(index);
    }

    /** A new start of a member that is down: new cores, new view keys, a higher incarnation (GM-23). */
    void restart(int index) {
        SimulatedMember before = members.get(index);
        if (!before.stopped() && run.decisions().selective()) return; // its crash was left out
        if (!before.stopped())
            throw new IllegalStateException(before.id() + " is not down; crash it before its restart");
        if (twins.containsKey(index))
            throw new IllegalStateException(before.id() + " is twins, which cannot start again");
        Start start = start(index, before.context().start().number() + 1, run.now());
        if (journal(index).filter(it -> it.size() > 0).isPresent()) {
            goOn(before, start);
            return;
        }
        KeyRing keys = before.keys().forgets()
                ? new KeyRing(run.keys(), before.id().name(), start.number(), true)
                : before.keys();
        long last = before.context().origin().incarnation();
        long incarnation = Math.max(last + 1, start.wallClock().toEpochMilli());
        SimulatedMember again = before.again(context(index, 0, keys, start, incarnation), keys);
        members.set(index, again);
        starts.add(again);
        again.begin();
    }

    /** On a clean host, under a new key; what it was before is stopped, and its keys are with the attacker still. */
    void renew(int index) {
        SimulatedMember before = members.get(index);
        if (twins.containsKey(index))
            throw new IllegalStateException(before.id() + " is twins, which cannot start again");
        before.crash();
        if (before.attack() != null) former.add(before);
        Start start = start(index, before.context().start().number() + 1, run.now());
        KeyRing keys = new KeyRing(run.keys(), before.id() + " " + NewKeys.ANEW, start.number(), true);
        MemberContext context = context(index, 0, keys, start, first(start));
        SimulatedMember renewed = new SimulatedMember(run, context, 0, keys, null);
        members.set(index, renewed);
        starts.add(renewed);
        renewed.begin();
    }

    /** The adversaries, those included whose place a clean start has taken: what they hold they have still. */
    List<SimulatedMember> adversaries() {
        return Stream.concat(members.stream(), former.stream())
                .filter(member -> member.attack() != null)
                .toList();
    }

    /** With its journal: new cores of the same incarnation, with the same keys. */
    private void goOn(SimulatedMember before, Start start) {
        MemberContext was = before.context();
        MemberContext context = new MemberContext(
                was.genesis(),
                was.firstView(),
                new LearntLives(was.firstView().life()),
                was.origin(),
                was.firstViewKeys(),
                was.index(),
                run.random("core " + was.index() + "/0 start " + start.number()),
                was.verifier(),
                was.journals(),
                start);
        SimulatedMember again = before.again(context, before.keys());
        members.set(was.index(), again);
        starts.add(again);
        again.goOn();
    }

    void crash(int index) {
        journal(index).ifPresent(it -> it.crash(run.random("journal " + index + " at " + run.time())));
        members.get(index).crash();
        if (twins.containsKey(index)) twins.get(index).crash();
    }

    /** Where an application hands something in: of twins, now here, now there. */
    SimulatedMember entrance(int index) {
        boolean there = twins.containsKey(index) && (entries++ & 1) == 1;
        return there ? twins.get(index) : members.get(index);
    }

    /** Each member talks to one of two twins, or to both; now and then it changes. */
    private void takeSides() {
        for (int i = 0; i < side.length; i++) side[i] = random.below(BOTH + 1);
        run.agenda().in(random.between(1, 40 * run.weather().most()), this::takeSides);
    }

    /** Those who hear what a sender sends to this index. */
    List<SimulatedMember> hearers(int to, SimulatedMember sender) {
        boolean deaf = twins.containsKey(sender.index()) && !talks(to, sender.instance());
        if (deaf) return List.of();
        if (!twins.containsKey(to)) return List.of(members.get(to));
        List<SimulatedMember> hearers = new ArrayList<>();
        if (talks(sender.index(), 0)) hearers.add(members.get(to));
        if (talks(sender.index(), 1)) hearers.add(twins.get(to));
        return hearers;
    }

    private boolean talks(int member, int instance) {
        return side[member] == instance || side[member] == BOTH;
    }
}
