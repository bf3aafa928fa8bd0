package org.testudo.simulator;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.testudo.api.FaultModel;
import org.testudo.api.Notice;
import org.testudo.api.StateMachine;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.view.Recovered;

/**
 * A seeded world for cores: virtual time, a network with faults, Byzantine members, checks. Says what is asked of each run,
 * then runs it once per seed.
 */
public final class Simulation {
    private final Plan plan;
    private Seeds seeds = new Seeds(1, 1);
    private List<Long> remembered = List.of();
    private Consumer<Run> each = run -> {};
    private int threads = 1;

    private Simulation(Plan plan) {
        this.plan = plan;
    }

    /** A group of members that are built by this factory: four members, one of which may be faulty, unless said otherwise. */
    public static Simulation of(CoreFactory factory) {
        return new Simulation(new Plan(factory));
    }

    public static Duration ms(long milliseconds) {
        return Duration.ofMillis(milliseconds);
    }

    public static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    /** Runs seeds 0 to count-1; the system properties {@code testudo.seed} and {@code testudo.seeds} override it. */
    public Simulation seeds(long count) {
        seeds = new Seeds(0, count);
        return this;
    }

    /**
     * Runs the seeds of a file first, each with the fault that it once found: a number at the beginning of each line, then
     * what it found; a line that begins with # is ignored.
     */
    public Simulation seedsOf(Path file) {
        remembered = Seeds.remembered(file);
        return this;
    }

    /** Runs one seed. */
    public Simulation seed(long seed) {
        seeds = new Seeds(seed, 1);
        return this;
    }

    /**
     * Runs several seeds at a time, on as many threads as there are processors or {@code testudo.threads} says. What is passed
     * to this simulation must then keep no state that two runs would share, but for {@link #each}, which is called by one
     * thread in the order of the seeds. Results are the same with any number of threads.
     */
    public Simulation onAllProcessors() {
        threads = Sweep.threads();
        return this;
    }

    public Simulation group(int members) {
        plan.members = members;
        plan.maxFaulty = org.testudo.kernel.view.Quorum.defaultMaxFaulty(members, plan.model);
        return this;
    }

    public Simulation tolerating(int faulty) {
        plan.maxFaulty = faulty;
        return this;
    }

    public Simulation model(FaultModel model) {
        plan.model = model;
        return this;
    }

    /** Members begin in view 0 of a group that has yet to form (GM-21); without this they begin in a life that is given. */
    public Simulation forming() {
        plan.forming = true;
        return this;
    }

    /**
     * Correct members keep a journal: a start after a crash goes on as the same incarnation, with all that was durable (AB-26);
     * what was not is lost. The cores must ask for it, see {@code Action.Persist}.
     */
    public Simulation journals() {
        plan.journals = true;
        return this;
    }

    /** The group's life is one that operators have begun from the state of another run of the same group (GM-22). */
    public Simulation from(Recovered state) {
        plan.recovered = Optional.of(state);
        return this;
    }

    /** This member is started with another state than the rest, or with none. */
    public Simulation astray(int member, Optional<Recovered> state) {
        plan.astray.put(member, state);
        return this;
    }

    /** As many more names on the roster, after the founders: members that may join (GM-15). */
    public Simulation standbys(int count) {
        plan.standbys = count;
        return this;
    }

    /** The attack policy of the genesis; without this the standard one, enforced. */
    public Simulation policy(Policy policy) {
        plan.policy = policy.encode();
        return this;
    }

    public Simulation network(UnaryOperator<NetworkPlan> change) {
        change.apply(plan.network);
        return this;
    }

    /** Drops what the filter says, the whole run long. */
    public Simulation drop(LinkFilter filter) {
        plan.filters.add(filter);
        return this;
    }

    /** From then until then only members of the same group reach each other; those not named form one of their own. */
    public Simulation partition(Duration from, Duration until, List<List<Integer>> groups) {
        return at(from, run -> run.partition(groups)).at(until, Run::heal);
    }

    /** Stops a member then; it stays down until {@link #restart}. */
    public Simulation crash(Duration at, int member) {
        return at(at, run -> run.crash(member));
    }

    /** Starts a member that is down as a new one of the same name, without memory; see {@link Run#restart}. */
    public Simulation restart(Duration at, int member) {
        return at(at, run -> run.restart(member));
    }

    /** A member that is not there before this time. */
    public Simulation start(Duration at, int member) {
        plan.starts.put(member, at);
        return this;
    }

    /** Correct members crash now and then and start again without memory, in the seeds that draw it. */
    public Simulation crashes(UnaryOperator<CrashPlan> change) {
        plan.crashes = change.apply(plan.crashes == null ? new CrashPlan() : plan.crashes);
        return this;
    }

    /** Makes a member Byzantine; of several attacks each seed draws one. */
    public Simulation byzantine(int member, Attack.Factory... attacks) {
        plan.villains.put(member, villain(Duration.ZERO, List.of(attacks)));
        return this;
    }

    /** A member that turns then; before, it is honest and erases its keys. It never counts as correct. */
    public Simulation byzantine(Duration from, int member, Attack.Factory... attacks) {
        plan.villains.put(member, villain(from, List.of(attacks)));
        return this;
    }

    /** One more Byzantine member: each seed draws which one, and which of these attacks. */
    public Simulation someoneByzantine(Attack.Factory... attacks) {
        plan.anyone.add(villain(Duration.ZERO, List.of(attacks)));
        return this;
    }

    private static Plan.Villain villain(Duration from, List<Attack.Factory> attacks) {
        if (attacks.isEmpty()) throw new IllegalArgumentException("a Byzantine member needs an attack");
        return new Plan.Villain(attacks, from);
    }

    /** Two processes with one key; each other member talks to one of them, or both, and changes now and then. */
    public Simulation twins(int member) {
        plan.villains.put(member, new Plan.Villain(List.of(), Duration.ZERO));
        return this;
    }

    public Simulation submit(Duration at, int member, String text) {
        return submit(at, member, RequestClass.APPLICATION, text.getBytes(StandardCharsets.UTF_8));
    }

    public Simulation submit(Duration at, int member, RequestClass kind, byte[] body) {
        return submit(at, member, new Payload.Own(kind, body));
    }

    public Simulation submit(Duration at, int member, Payload payload) {
        return at(at, run -> run.submit(member, payload));
    }

    /** As many application payloads, each unlike the others, by members and at times that the seed draws. */
    public Simulation workload(int payloads, Duration from, Duration until) {
        return at(from, run -> {
            SeededRandom random = run.random("workload");
            long length = until.minus(from).toNanos();
            for (int i = 0; i < payloads; i++) {
                int member = random.below(run.genesis().members().size());
                String text = "w" + i;
                run.agenda().in(random.between(0, length), () -> run.submit(member, text));
            }
        });
    }

    /** Tells all layers of a member a fact, as a part of its host that is no core would. */
    public Simulation announce(Duration at, int member, Notice notice) {
        return at(at, run -> run.announce(member, notice));
    }

    public Simulation at(Duration time, Consumer<Run> what) {
        plan.happenings.add(new Plan.Happening(time, what));
        return this;
    }

    /** Every live member executes what it delivers on a state machine of its own. */
    public Simulation application(Supplier<StateMachine> make) {
        plan.application = make;
        return this;
    }

    /** From then on the network keeps its bounds, so that checks may ask for progress. Byzantine members go on. */
    public Simulation calmAfter(Duration time) {
        plan.calm = time;
        return this;
    }

    /**
     * Of a run in which this holds in the end, the checks that await something ask nothing: it went beyond the model, so that
     * there need not be any progress. All other checks hold as ever.
     */
    public Simulation excusing(Predicate<Run> beyondTheModel) {
        plan.excused = beyondTheModel;
        return this;
    }

    /**
     * When a run ends at the latest; without this ten seconds after the calm. It ends sooner, but not before the calm, once
     * every check that awaits something has seen it.
     */
    public Simulation until(Duration time) {
        plan.end = time;
        return this;
    }

    /** More events than this in one run are a violation; without this one million. */
    public Simulation atMost(long events) {
        plan.mostEvents = events;
        return this;
    }

    public Simulation check(Check... checks) {
        plan.checks.addAll(List.of(checks));
        return this;
    }

    /** Is shown each run when it has passed its checks: to ask more of it, or to count what the seeds cover. */
    public Simulation each(Consumer<Run> inspect) {
        each = each.andThen(inspect);
        return this;
    }

    /**
     * Runs all seeds; with the system property {@code testudo.forever} one after the other until one fails.
     *
     * @throws Violation of the first seed that breaks a check, with the command that runs it again, its last steps, and the
     *     file that holds all of them
     */
    public Result run() {
        try {
            return runSeeds(seeds.orProperties());
        } catch (Violation e) {
            throw Shrinking.explain(plan, e, Rerun.test());
        }
    }

    Plan plan() {
        return plan;
    }

    private Result runSeeds(Seeds chosen) {
        plan.only = Schedule.ofProperty();
        boolean forever = Forever.wanted() && seeds.count() > 1;
        long[] finite = chosen.with(remembered);
        LongStream all = forever ? LongStream.iterate(chosen.first(), seed -> seed + 1) : LongStream.of(finite);
        try (Sweep sweep = new Sweep(finite.length > 1 || forever ? threads : 1, all.iterator(), this::execute)) {
            if (forever) new Forever(System::nanoTime, System.out::println).run(chosen.first(), seed -> inspect(sweep));
            return total(sweep);
        }
    }

    private Result total(Sweep sweep) {
        long runs = 0;
        long events = 0;
        long hash = 0;
        Run run = null;
        for (; sweep.hasNext(); runs++) {
            run = inspect(sweep);
            events += run.events();
            hash = SeededRandom.mix(hash ^ run.traceHash());
        }
        return new Result(runs, events, hash, run);
    }

    /**
     * Runs seeds until one breaks a check: for tests of checks and of deliberately broken cores. {@code testudo.seeds} can ask
     * for more seeds than the test says, not for fewer.
     *
     * @throws AssertionError if all of them pass
     */
    public Violation hunt() {
        Seeds chosen = seeds.orPropertiesForAHunt();
        try {
            runSeeds(chosen);
        } catch (Violation caught) {
            return caught;
        }
        throw new AssertionError("no check was broken in " + chosen.count() + " seeds");
    }

    private Sweep.Ended execute(long seed) {
        Run run = new Run(plan, seed);
        try {
            run.execute();
            return new Sweep.Ended(run, null);
        } catch (AssertionError | RuntimeException e) {
            return new Sweep.Ended(run, e);
        }
    }

    /** The next run, which has kept what the checks and the test ask for. */
    private Run inspect(Sweep sweep) {
        Sweep.Ended ended = sweep.next();
        try {
            if (ended.failure() instanceof Error e) throw e;
            if (ended.failure() instanceof RuntimeException e) throw e;
            each.accept(ended.run());
            return ended.run();
        } catch (Violation e) {
            throw e.in(ended.run());
        } catch (AssertionError e) {
            throw new Violation("inspection", e.getMessage(), e).in(ended.run());
        } catch (RuntimeException e) {
            throw new Violation("harness", e.toString(), e).in(ended.run());
        }
    }
}
