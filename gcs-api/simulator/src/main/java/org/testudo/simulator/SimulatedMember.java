package org.testudo.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.kernel.InvariantViolation;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.CoreStack;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.view.ViewRecord;

/**
 * One start of a member of a run: its cores, and what they have delivered, installed and announced. A member that starts
 * again after a crash is another one of these, with the same id and index.
 */
public final class SimulatedMember {
    private final Run run;
    private final MemberContext context;
    private final int instance;
    private final KeyRing keys;
    private final AttackPlan attackPlan;
    private final List<Layer<?>> layers;
    private final CoreStack stack;
    private final Edge edge;
    private final Surroundings surroundings;
    private final AttackContext attackContext;
    private final SeededRandom pauses;
    private final long skew;
    private final Principal principal;
    private final Optional<SimulatedApplication> application;
    private final List<SlotDelivery> deliveries = new ArrayList<>();
    private final List<ViewRecord> views = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private Attack attack;
    private boolean begun;
    private boolean resumed;
    private boolean stopped;
    private boolean retry;
    private boolean busy;
    private final Deque<Runnable> postponed = new ArrayDeque<>();
    private boolean waking;
    private long asleepUntil;
    private long steps;

    SimulatedMember(Run run, MemberContext context, int instance, KeyRing keys, AttackPlan attackPlan) {
        this.run = run;
        this.context = context;
        this.instance = instance;
        this.keys = keys;
        this.attackPlan = attackPlan;
        this.principal = Principal.of(context.self());
        String name = label();
        this.layers = run.plan().factory.build(context);
        this.edge = new Edge(this, run);
        this.surroundings = new Surroundings(this, run, run.random("surroundings " + name));
        this.stack = new CoreStack(layers.stream().map(Layer::core).toList(), surroundings, this::intercept);
        this.attackContext = new AttackContext(this, run);
        this.pauses = run.random("pauses " + name);
        this.skew = run.weather().skewOf(context.self() + (instance == 0 ? "" : "/twin"), run);
        this.application =
                Optional.ofNullable(run.plan().application).map(make -> new SimulatedApplication(this, run, make));
    }

    /** Place in the group, from 0. */
    public int index() {
        return context.index();
    }

    public MemberId id() {
        return context.self();
    }

    public MemberContext context() {
        return context;
    }

    /** Whether it follows the protocol from the beginning to the end of the run; it may crash. */
    public boolean correct() {
        return attackPlan == null;
    }

    /** Whether it is correct and has not crashed. */
    public boolean live() {
        return correct() && !stopped;
    }

    /** Whether it has crashed; what comes after its restart is another object. */
    public boolean stopped() {
        return stopped;
    }

    /** Whether it has begun, and has not crashed. */
    public boolean running() {
        return begun && !stopped;
    }

    /** What has left the top of its stack, in order. */
    public List<SlotDelivery> deliveries() {
        return deliveries;
    }

    /** The views it has installed, view 0 first. */
    public List<ViewRecord> views() {
        return views;
    }

    /** The view in force at it; view 0 also before it has begun. */
    public ViewRecord view() {
        return views.isEmpty() ? context.firstView() : views.get(views.size() - 1);
    }

    public List<Notice> notices() {
        return notices;
    }

    /** The notices of one type. */
    public <N extends Notice> List<N> notices(Class<N> type) {
        return notices.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** One of its cores, from the bottom. */
    public ProtocolCore<?> core(int layer) {
        return layers.get(layer).core();
    }

    /** How many layers its stack has. */
    public int height() {
        return layers.size();
    }

    /** How many events its cores have taken. */
    public long steps() {
        return steps;
    }

    /** The application on top, if the simulation has one. */
    public Optional<SimulatedApplication> application() {
        return application;
    }

    /** Its name, also as a twin or as a later start: {@code m2#1} is what m2 is after its first crash. */
    String label() {
        int number = context.start().number();
        return context.self() + (instance == 0 ? "" : "/twin") + (number == 0 ? "" : "#" + number);
    }

    /** The same member in another run or as a twin has another number here. */
    int instance() {
        return instance;
    }

    Principal principal() {
        return principal;
    }

    KeyRing keys() {
        return keys;
    }

    Edge edge() {
        return edge;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Attack attack() {
        return attack;
    }

    AttackContext attackContext() {
        return attackContext;
    }

    @SuppressWarnings("unchecked") // a layer's codec meets only messages of that layer
    MessageCodec<Object> codec(int layer) {
        return (MessageCodec<Object>) layers.get(layer).codec();
    }

    /** Begins with what its journal holds. */
    void goOn() {
        resumed = true;
        begin();
    }

    /** Whether it has gone on with its journal, as the incarnation that it was. */
    public boolean resumed() {
        return resumed;
    }

    void begin() {
        if (stopped) return; // crashed before its late start
        begun = true;
        if (context.start().number() > 0 || run.time() > 0) run.note(this, "starts");
        surroundings.installed(context.firstView());
        retry = false;
        happensToAll(new Event.Installed<>(view()));
        application.ifPresent(SimulatedApplication::begin);
        if (resumed) restore();
        if (run.weather().pauses()) planNap();
        if (attackPlan != null && attackPlan.attack() != null) run.agenda().at(attackPlan.from(), this::turn);
    }

    private void restore() {
        SimulatedJournal journal = run.crew().journal(index()).orElseThrow();
        for (int layer = 0; layer < layers.size(); layer++) {
            stack.post(layer, new Event.Restored<>(journal.of(layer)));
        }
        drain();
    }

    private void turn() {
        attack = attackPlan.attack().create();
        attack.begin(attackContext);
    }

    void crash() {
        stopped = true;
        run.note(this, "crashes");
    }

    /** What this member is after a restart. */
    SimulatedMember again(MemberContext start, KeyRing newKeys) {
        return new SimulatedMember(run, start, instance, newKeys, attackPlan);
    }

    /** Whether messages that are sent now reach this start. */
    boolean listens() {
        return !stopped && run.now().compareTo(context.start().at()) >= 0;
    }

    /** The lives that it has learnt. */
    public Lives lives() {
        return context.lives();
    }

    void installs(ViewRecord view) {
        views.add(view);
        if (context.lives() instanceof LearntLives lives) lives.learn(view.life());
        edge.installed(view);
        retry = true;
    }

    /** A view that is not in force yet is proved; what was parked for it is tried again. */
    void proves(ViewRecord view) {
        edge.proved(view);
        retry = true;
    }

    void arrives(Packet packet) {
        if (asleep(() -> arrives(packet))) return;
        run.trace().arrived(this, packet);
        edge.incoming(packet);
        drain();
    }

    /** What this member sent to itself comes back from its signing thread; it needs no proof. */
    void returns(Packet packet) {
        if (asleep(() -> returns(packet))) return;
        edge.own(packet);
        drain();
    }

    /** Puts an event into the queue of the cores; it is taken when the present one is done. */
    void post(int layer, Event<?> event) {
        stack.post(layer, event);
    }

    void happens(int layer, Event<?> event) {
        if (asleep(() -> happens(layer, event))) return;
        stack.post(layer, event);
        drain();
    }

    void happensToAll(Event<?> event) {
        if (asleep(() -> happensToAll(event))) return;
        stack.postToAll(event);
        drain();
    }

    /** A part of the host that is no core announces something to all layers. */
    void told(Notice notice) {
        if (asleep(() -> told(notice))) return;
        surroundings.announced(Observer.HOST, notice);
        happensToAll(new Event.Noticed<>(notice));
    }

    /** Whether this cannot happen now: never, or not before the member wakes up and what came before it has happened. */
    private boolean asleep(Runnable what) {
        if (!running()) return true;
        if (waking || postponed.isEmpty() && run.time() >= asleepUntil) return false;
        if (postponed.isEmpty()) run.agenda().at(asleepUntil, this::wake);
        postponed.add(what);
        return true;
    }

    private void wake() {
        if (run.time() < asleepUntil) {
            run.agenda().at(asleepUntil, this::wake);
            return;
        }
        waking = true;
        while (!postponed.isEmpty()) postponed.remove().run();
        waking = false;
    }

    private void nap() {
        if (run.time() >= run.calm()) return;
        long until = Math.min(
                run.calm(), run.time() + pauses.between(1, 30 * run.weather().most()));
        boolean happens =
                run.decisions().happens(run, Decision.Kind.NAP, label(), () -> "until " + Describe.time(until));
        if (happens) asleepUntil = until;
        planNap();
    }

    private void planNap() {
        run.agenda().in(pauses.between(1, 150 * run.weather().most()), this::nap);
    }

    private void drain() {
        if (busy) return;
        busy = true;
        Tick now = new Tick(run.now().minus(context.start().at()), run.wallClock(run.time(), skew));
        while (stack.pending() && !stopped) step(now);
        busy = false;
    }

    private void step(Tick now) {
        try {
            stack.step(now);
        } catch (InvariantViolation e) {
            stopped = true; // HOST-5; the lies of a Byzantine member may confuse its own cores
            if (correct()) throw new Violation("invariant", id() + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new Violation("nothing throws", id() + " threw " + e, e);
        }
        if (retry) {
            retry = false;
            edge.retry();
        }
    }

    private List<? extends Action<?>> intercept(int layer, Event<?> event, List<? extends Action<?>> honest) {
        steps++;
        run.stepped(this, layer, event, honest);
        return attack == null ? honest : attack.corrupt(layer, event, honest, attackContext);
    }
}
