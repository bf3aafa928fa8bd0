package org.testudo.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.testudo.api.Delivery;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.ViewRecord;

/**
 * One run of a simulation under one seed: the world, what may be done to it, and what has happened in it. Used by one
 * thread.
 */
public final class Run {
    private static final Instant EPOCH_BASE = Instant.parse("2026-01-01T00:00:00Z");

    private final Plan plan;
    private final Decisions decisions;
    private final long seed;
    private final SeededRandom random;
    private final Agenda agenda = new Agenda();
    private final SimulatedKeys keys = new SimulatedKeys();
    private final Weather weather;
    private final Network network;
    private final Trace trace;
    private final Genesis genesis;
    private final ViewRecord firstView;
    private final Crew crew;
    private final Crashes crashes;
    private final List<Observer> observers = new ArrayList<>();
    private final List<Observer> watchers = new ArrayList<>();
    private final List<Observer> steppers = new ArrayList<>();
    private final List<Observer> awaited = new ArrayList<>();
    private final List<Submission> submissions = new ArrayList<>();
    private final Map<Principal, Outsider> outsiders = new LinkedHashMap<>();
    private final DeliveredOrder order = new DeliveredOrder();
    private final long calm;
    private long events;
    private long refused;
    private boolean excused;

    Run(Plan plan, long seed) {
        this(plan, seed, plan.traced, Decisions.of(plan.only));
    }

    /** With this many of the last steps kept, to be shown. */
    Run(Plan plan, long seed, int traced, Decisions decisions) {
        this.plan = plan;
        this.decisions = decisions;
        this.seed = seed;
        this.random = new SeededRandom(seed);
        this.calm = plan.calm().toNanos();
        this.weather = Weather.draw(plan.network, plan.everybody(), random("weather"));
        this.trace = new Trace(this, traced);
        this.genesis = Founding.genesis(plan, keys);
        this.firstView = plan.forming ? genesis.firstView() : genesis.firstView(genesis.life("simulation"));
        this.network = new Network(this, weather, calm, plan.filters, random("network"), plan.everybody());
        this.crew = new Crew(this);
        this.crashes = new Crashes(this, plan.crashes, random("crashes"));
        for (Check check : plan.checks) {
            Observer observer = check.begin().apply(this);
            observers.add(observer);
            if (observer.watchesMessages()) watchers.add(observer);
            if (observer.watchesSteps()) steppers.add(observer);
            if (check.awaits()) awaited.add(observer);
        }
    }

    /** Lets it all happen. */
    void execute() {
        begin();
        long end = plan.end().toNanos();
        if (awaited.isEmpty()) agenda.runUntil(end);
        else new Settling(agenda, awaited).from(calm, end);
        end();
    }

    void begin() {
        for (Plan.Happening each : plan.happenings)
            agenda.at(each.at().toNanos(), () -> each.what().accept(this));
        network.begin();
        crew.begin();
        crashes.begin();
    }

    void advance(Duration time) {
        agenda.runUntil(time() + time.toNanos());
    }

    void end() {
        excused = !awaited.isEmpty() && plan.excused.test(this);
        observers.stream().filter(each -> !excused || !awaited.contains(each)).forEach(Observer::ended);
    }

    // What has happened, for checks and tests.

    public long seed() {
        return seed;
    }

    /** Virtual time since the run began. */
    public Duration now() {
        return Duration.ofNanos(agenda.now());
    }

    /** Of all that has happened so far: equal for equal seeds, in every JVM. */
    public long traceHash() {
        return trace.hash();
    }

    /** How many events the cores of all members have taken. */
    public long events() {
        return events;
    }

    /** How many packets were refused at the edges of members. */
    public long refused() {
        return refused;
    }

    /** Whether this run, now over, was owed no progress: see {@link Simulation#excusing}. */
    public boolean excused() {
        return excused;
    }

    /** How often the weather has cut links so far. */
    public int cuts() {
        return network.cuts();
    }

    /** All members by index, the faulty included. */
    public List<SimulatedMember> members() {
        return crew.members();
    }

    public SimulatedMember member(int index) {
        return crew.members().get(index);
    }

    /** The members that follow the protocol, the crashed included. */
    public List<SimulatedMember> correct() {
        return members().stream().filter(SimulatedMember::correct).toList();
    }

    /** The members that follow the protocol and have not crashed. */
    public List<SimulatedMember> live() {
        return members().stream().filter(SimulatedMember::live).toList();
    }

    /** The index of a member; -1 if there is none of that name. */
    public int indexOf(MemberId member) {
        return crew.indexOf(member);
    }

    /** Whether this principal is a member that follows the protocol. */
    public boolean correct(Principal principal) {
        if (principal.kind() != Principal.Kind.MEMBER) return false;
        int index = indexOf(principal.member());
        return index >= 0 && member(index).correct();
    }

    public Genesis genesis() {
        return genesis;
    }

    /** The life in which every run begins: none yet, if its members form the group. */
    public GroupLife life() {
        return firstView.life();
    }

    /** The life that a member has reached which is furthest in the run. */
    public Lives lives() {
        return furthest().lives();
    }

    /** The member in the latest view. */
    public SimulatedMember furthest() {
        return crew.furthest();
    }

    /** View 0. */
    ViewRecord firstView() {
        return firstView;
    }

    /** What members were asked to have ordered, in the order of asking. */
    public List<Submission> submissions() {
        return submissions;
    }

    /** The last steps of the run, one a line. */
    public List<String> lastSteps() {
        return trace.tail();
    }

    List<String> steps(Set<String> shown, Set<String> layers) {
        return trace.steps(shown, layers);
    }

    // What a script may do.

    /** Has a member submit an application payload. */
    public void submit(int member, String text) {
        submit(member, new Payload.Own(RequestClass.APPLICATION, text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Hands a payload to the top layer of a member. A relayed request is first checked as a client port does; nothing happens
     * if it is not valid, or the member has crashed. It is never left out: its origin's next ones would wait for it for ever.
     */
    public void submit(int index, Payload payload) {
        SimulatedMember member = member(index);
        if (payload instanceof Payload.Own && !happens(Decision.Kind.SUBMIT, "m" + index, payload)) return;
        boolean refuse = !member.running()
                || (payload instanceof Payload.Relayed relayed && !member.edge().valid(relayed));
        if (refuse) return;
        Submission submission = new Submission(now(), member, payload);
        submissions.add(submission);
        observers.forEach(observer -> observer.submitted(submission));
        crew.entrance(index).happens(member.height() - 1, new Event.Submitted<>(payload));
    }

    boolean happens(Decision.Kind kind, String source, Object what) {
        return decisions.happens(this, kind, source, () -> Describe.text(what));
    }

    /** Tells all layers of a member a fact, as a part of its host that is no core would. */
    public void announce(int member, Notice notice) {
        if (happens(Decision.Kind.ANNOUNCE, "m" + member, notice))
            member(member).told(notice);
    }

    /** Stops a member, until {@link #restart}: cores, timers and what is on its way to it are gone; what it has sent goes on. */
    public void crash(int member) {
        if (happens(Decision.Kind.CRASH, "m" + member, "crashes")) crew.crash(member);
    }

    /**
     * Starts a member that is down anew: with cores that know nothing, view keys of its own and a higher incarnation; or with
     * its journal, if there is something in it. {@link #member} is then the new start.
     * @throws IllegalStateException if the member is not down, or is twins
     */
    public void restart(int member) {
        crew.restart(member);
    }

    /** What members keep on disk, and how it is lost. */
    public Journals journals() {
        return new Journals(this);
    }

    /** Splits the network by indices of members; those not named form a group of their own. */
    public void partition(List<List<Integer>> groups) {
        if (happens(Decision.Kind.PARTITION, "test", groups)) network.partition(groups);
    }

    /** Ends what {@link #partition} began. */
    public void heal() {
        network.partition(List.of());
    }

    /** A client of this name in its first session; the same one each time. */
    public Outsider client(String name) {
        return outsider(new Principal(Principal.Kind.CLIENT, name), 1);
    }

    /** The sensor that watches a member. */
    public Outsider sensor(int member) {
        return outsider(Founding.sensor(member), 1);
    }

    /** One of the three operators, of whom two have to agree, from 0. */
    public Outsider operator(int index) {
        return outsider(Founding.operator(index), 0);
    }

    /** Any principal but a member, with the session or boot in which it first shows up in this run. */
    public Outsider outsider(Principal principal, long incarnation) {
        return outsiders.computeIfAbsent(principal, key -> new Outsider(keys, this::lives, key, incarnation));
    }

    /** All outsiders that have shown up. */
    public List<Outsider> outsiders() {
        return List.copyOf(outsiders.values());
    }

    /** A generator for this use, which depends on the seed and the label alone. */
    public SeededRandom random(String label) {
        return random.fork(label);
    }

    Plan plan() {
        return plan;
    }

    Decisions decisions() {
        return decisions;
    }

    Agenda agenda() {
        return agenda;
    }

    long time() {
        return agenda.now();
    }

    /** When the calm begins, in nanoseconds. */
    long calm() {
        return calm;
    }

    Instant wallClock(long time, long skewMillis) {
        return EPOCH_BASE.plusMillis(time / 1_000_000 + skewMillis);
    }

    /** Something that happens to a member from outside. */
    void note(SimulatedMember member, String what) {
        trace.note(member, what);
    }

    SimulatedKeys keys() {
        return keys;
    }

    Weather weather() {
        return weather;
    }

    Network network() {
        return network;
    }

    Trace trace() {
        return trace;
    }

    Crew crew() {
        return crew;
    }

    void stepped(SimulatedMember member, int layer, Event<?> event, List<? extends Action<?>> actions) {
        trace.stepped(member, layer, event, actions);
        if (++events > plan.mostEvents) {
            throw new Violation("bounded run", "more than " + plan.mostEvents + " events by " + now());
        }
        for (Observer observer : steppers) observer.stepped(member, layer);
    }

    void sent(SimulatedMember from, int to, Packet packet) {
        trace.sent(from, to, packet);
        for (Observer observer : watchers) observer.sent(from, to, packet.layer(), packet.content());
    }

    void applied(SimulatedMember member, Delivery operation, byte[] result) {
        trace.add(Bytes.hash(operation.slot(), result));
        for (Observer observer : observers) observer.applied(member, operation, result);
    }

    void delivered(SimulatedMember member, SlotDelivery delivery) {
        trace.delivered(delivery);
        order.add(member, delivery);
        for (Observer observer : observers) observer.delivered(member, delivery);
    }

    DeliveredOrder order() {
        return order;
    }

    void installed(SimulatedMember member, ViewRecord view) {
        trace.add(Bytes.hash(view.id(), view.digest().toBytes()));
        for (Observer observer : observers) observer.installed(member, view);
    }

    void announced(SimulatedMember member, int layer, Notice notice) {
        boolean rare = notice.level() != Notice.Level.DEBUG;
        trace.add((rare ? notice.describe() : notice.getClass().getSimpleName()).hashCode());
        for (Observer observer : observers) observer.announced(member, layer, notice);
    }

    void refused(SimulatedMember member, SimulatedMember sender, String why) {
        refused++;
        for (Observer observer : observers) observer.refused(member, sender, why);
    }
}
