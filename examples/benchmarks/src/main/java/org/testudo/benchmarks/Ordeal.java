package org.testudo.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a group is put through under load, and the measure of how it bears it. */
enum Ordeal {
    /** The leader is killed: the longest time without a delivery at any other member. */
    LEADER_KILLED("longestGapMs", 1_000, false, Trial::leaderKilled),

    /** The leader is stopped for 950 of each 1,000 ms: throughput from 5 s on by that without the fault. */
    SLOW_LEADER("slowLeaderRatio", 0.7, true, Trial::slowLeader),

    /** One member sends as fast as it can, without a bound of its own: throughput of the others by that without (AB-11). */
    MEMBER_FLOODS("memberFloodRatio", 0.7, true, Trial::memberFloods),

    /** Each member sends large payloads, too: p50 of the small ones by that without. Reported: any ratio is within the limit. */
    LARGE_PAYLOADS("largePayloadP50Ratio", Double.POSITIVE_INFINITY, false, Trial::largePayloads);

    /**
     * How it was borne.
     *
     * @param value of the measure
     * @param details what else was seen
     * @param fault why the run counts as failed; empty if it does not
     */
    record Outcome(double value, Map<String, Object> details, String fault) {}

    /** One run in a group of its own. */
    interface Run {
        Outcome in(Trial trial);
    }

    private final String measure;
    private final double limit;
    private final boolean least;
    private final Run run;

    Ordeal(String measure, double limit, boolean least, Run run) {
        this.measure = measure;
        this.limit = limit;
        this.least = least;
        this.run = run;
    }

    String measure() {
        return measure;
    }

    /** In words. */
    String limit() {
        if (Double.isInfinite(limit)) return "none";
        return (least ? "at least " : "at most ") + limit;
    }

    /** Whether it is within its limit, and nothing was lost, repeated, altered or disordered. */
    boolean accepts(Outcome outcome) {
        boolean within = least ? outcome.value >= limit : outcome.value <= limit;
        return within && outcome.fault.isEmpty();
    }

    /** Of several runs the one that is furthest on the wrong side; a failed one before all others. */
    Outcome worst(List<Outcome> outcomes) {
        Comparator<Outcome> byValue = Comparator.comparingDouble(Outcome::value);
        Comparator<Outcome> worstLast = least ? byValue.reversed() : byValue;
        return outcomes.stream()
                .max(Comparator.comparing((Outcome it) -> !it.fault.isEmpty()).thenComparing(worstLast))
                .orElseThrow();
    }

    Outcome run(Trial trial) {
        return run.in(trial);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
