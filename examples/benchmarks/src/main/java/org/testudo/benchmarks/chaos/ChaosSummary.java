package org.testudo.benchmarks.chaos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run came to, as it is told.
 *
 * @param views what became of the group
 * @param findings what is no violation, but wrong: a group that does not recover
 * @param kept the history of the clients, in a folder with all else that the run left; only of a run that is not right
 */
record ChaosSummary(
        ChaosRun.Order order,
        Recorder seen,
        Queries queries,
        Verdict verdict,
        Director director,
        Views views,
        List<String> findings,
        Optional<Path> kept) {
    private static final int MAX_FINDINGS = 20;

    /** How many views there were, who is out in the end, and for how long, at most, nothing was answered. */
    record Views(int count, List<String> excluded, long longestGapMs) {
        Views {
            excluded = List.copyOf(excluded);
        }
    }

    /** How many queries were answered without the order, and how many had to be asked in it. */
    record Queries(long answered, long ordered) {}

    boolean ok() {
        return verdict.violations().isEmpty() && verdict.undecided().isEmpty() && findings.isEmpty();
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "summary");
        fields.put("violations", verdict.violations().size());
        fields.put("operations", seen.operations());
        fields.put("queries", queries.answered());
        fields.put("queriesOrdered", queries.ordered());
        fields.put(
                "unknownOutcome",
                seen.history().stream().filter(it -> it.answer().isEmpty()).count());
        fields.put("neverExecuted", seen.neverExecuted().size());
        fields.put("history", verdict.outcome().toString());
        fields.put("checkSteps", verdict.steps());
        Map<String, Object> counts = new LinkedHashMap<>();
        Map<String, Object> gaps = new LinkedHashMap<>();
        Map<FaultKind, Long> longest = director.gaps().longest(seen.completions());
        for (FaultKind kind : kinds()) {
            counts.put(kind.toString(), director.counts().getOrDefault(kind, 0));
            gaps.put(kind.toString(), longest.get(kind));
        }
        fields.put("faults", counts);
        fields.put("skipped", skipped());
        fields.put("longestGapMs", gaps);
        fields.put("longestServiceGapMs", views.longestGapMs());
        fields.put("views", views.count());
        fields.put("excluded", views.excluded());
        fields.put("mostFaultyAtOnce", 1);
        fields.put("seed", order.seed());
        fields.put("findings", allFindings());
        kept.ifPresent(file -> fields.put("kept", file.toString()));
        fields.put("ok", ok());
        return fields;
    }

    /** Those of such a run, and what was asked for beyond. */
    private List<FaultKind> kinds() {
        Set<FaultKind> kinds = EnumSet.copyOf(FaultKind.of(order.membership()));
        kinds.addAll(order.kinds());
        return List.copyOf(kinds);
    }

    /** Kinds that this run could not or was not to inject, and why. */
    private Map<String, String> skipped() {
        Map<String, String> skipped = new LinkedHashMap<>();
        for (FaultKind kind : kinds()) {
            if (!order.kinds().contains(kind)) {
                skipped.put(kind.toString(), order.skipped().getOrDefault(kind, "not asked for"));
            }
        }
        return skipped;
    }

    private List<String> allFindings() {
        List<String> all = new ArrayList<>(verdict.violations());
        all.addAll(verdict.undecided());
        all.addAll(findings);
        return all.size() <= MAX_FINDINGS ? all : all.subList(0, MAX_FINDINGS);
    }

    String text() {
        StringBuilder text = new StringBuilder("\n");
        fields().forEach((name, value) -> {
            if (!name.equals("type") && !name.equals("ok") && !name.equals("findings"))
                text.append(String.format(Locale.ROOT, "%-18s %s%n", name, value));
        });
        allFindings()
                .forEach(finding ->
                        text.append("finding            ").append(finding).append('\n'));
        return text.append(ok() ? "OK" : "NOT OK").toString();
    }
}
