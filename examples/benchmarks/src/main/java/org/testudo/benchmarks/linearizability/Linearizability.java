package org.testudo.benchmarks.linearizability;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides whether a history of operations on keys is linearizable: whether there is one order of the operations, each placed
 * between its invocation and its return, in which a single map gives every answer that was seen (Herlihy and Wing 1990).
 *
 * <p>A history is linearizable if and only if its part on each key is (locality), so keys are judged one by one. For each, the
 * search is Wing's and Gong's, with the memory of configurations that Lowe added. The problem is NP-complete, so the search
 * has a bound, counted in steps and not in time: a history is judged alike everywhere, and beyond the bound it is
 * {@link Judgement.Outcome#UNDECIDED}.
 *
 * <p>Operations whose outcome their client never learnt are handled: they may take effect at any time after their invocation,
 * or never.
 */
public final class Linearizability {
    /** Steps for one key; each is well under a microsecond. */
    public static final long DEFAULT_STEPS = 20_000_000;
    /** Configurations that are remembered for one key, of some hundred bytes each. */
    public static final int DEFAULT_CONFIGURATIONS = 500_000;

    private final long maxSteps;
    private final int maxConfigurations;

    /** With the default bounds. */
    public Linearizability() {
        this(DEFAULT_STEPS, DEFAULT_CONFIGURATIONS);
    }

    /** With bounds for each key. */
    public Linearizability(long maxSteps, int maxConfigurations) {
        this.maxSteps = maxSteps;
        this.maxConfigurations = maxConfigurations;
    }

    /** Judges a history, in any order; every key is unbound before it. */
    public Judgement judge(Collection<Observed> history) {
        Map<String, List<Observed>> byKey = new TreeMap<>();
        for (Observed each : history)
            byKey.computeIfAbsent(each.key(), key -> new ArrayList<>()).add(each);
        Judgement.Outcome worst = Judgement.Outcome.LINEARIZABLE;
        List<String> findings = new ArrayList<>();
        long steps = 0;
        for (Map.Entry<String, List<Observed>> each : byKey.entrySet()) {
            Search search = new Search(Relevant.of(each.getValue()), maxSteps, maxConfigurations);
            Judgement.Outcome outcome = search.run();
            steps += search.steps();
            if (outcome.compareTo(worst) > 0) worst = outcome;
            if (outcome != Judgement.Outcome.LINEARIZABLE) {
                findings.add("key " + each.getKey() + " is " + outcome + ": " + search.stuck());
            }
        }
        return new Judgement(worst, findings, steps);
    }
}
