package org.testudo.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.testudo.api.FaultModel;
import org.testudo.api.StateMachine;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.view.Recovered;

/** All that a simulation asks of each of its runs; filled by {@link Simulation}. */
final class Plan {
    /** Something that happens at a certain time. */
    record Happening(Duration at, Consumer<Run> what) {}

    /** A Byzantine member: which attacks it may be given (none: twins), and when it turns. */
    record Villain(List<Attack.Factory> attacks, Duration from) {}

    final CoreFactory factory;
    int members = 4;
    int maxFaulty = 1;
    FaultModel model = FaultModel.BYZANTINE;
    boolean forming;
    boolean journals;
    int standbys;
    /** What a life begins with that operators have begun (GM-22). */
    Optional<Recovered> recovered = Optional.empty();

    /** Members whose operators, or attackers, have told them something else, or nothing. */
    final Map<Integer, Optional<Recovered>> astray = new LinkedHashMap<>();

    byte[] policy = Policy.standard(true).encode();
    /** When members start that do not start at the beginning. */
    final Map<Integer, Duration> starts = new LinkedHashMap<>();

    CrashPlan crashes;
    final NetworkPlan network = new NetworkPlan();
    final List<LinkFilter> filters = new ArrayList<>();
    final List<Happening> happenings = new ArrayList<>();
    final Map<Integer, Villain> villains = new LinkedHashMap<>();
    final List<Villain> anyone = new ArrayList<>();
    final List<Check> checks = new ArrayList<>();
    /** Runs that are owed no progress. */
    Predicate<Run> excused = run -> false;

    Supplier<StateMachine> application;
    /** The only decisions that take effect; all if empty. */
    Optional<Set<Decision>> only = Optional.empty();

    Duration calm;
    Duration end;
    long mostEvents = 1_000_000;
    /** How many of the last steps a violation shows. */
    final int traced = Integer.getInteger("testudo.trace", 60);

    Plan(CoreFactory factory) {
        this.factory = factory;
    }

    /** Founders and standbys. */
    int everybody() {
        return members + standbys;
    }

    Duration end() {
        if (end != null) return end;
        return calm != null ? calm.plusSeconds(10) : Duration.ofSeconds(10);
    }

    Duration calm() {
        return calm != null ? calm : end();
    }
}
