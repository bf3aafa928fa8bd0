package org.testudo.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.testudo.api.TestudoException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what faults and greed under load cost a group with default settings. */
@Command(
        name = "faults",
        description = {
            "Measure four members with default settings under load of 1 KiB payloads, for a window before and one while one of"
                    + " them is killed, slow, or floods, or large payloads are sent beside small ones; each in a group of its"
                    + " own. Of several rounds the worst counts.",
            "Exit status 1 if a measure is beyond its limit, or in any run members disagree."
        })
final class FaultsCommand implements Callable<Integer> {
    @Option(
            names = "--kinds",
            split = ",",
            paramLabel = "KIND",
            description = "Only these: ${COMPLETION-CANDIDATES} (default: all).")
    private List<Ordeal> kinds = List.of(Ordeal.values());

    @Mixin
    private final Senders senders = new Senders(20, 4);

    @Mixin
    private final Rounds rounds = new Rounds(20);

    @Option(
            names = "--large-payload",
            defaultValue = "1048576",
            paramLabel = "BYTES",
            description = "Of the large payloads (default: ${DEFAULT-VALUE}).")
    private int largePayload;

    /** For the tests. */
    @Option(names = "--adapting", defaultValue = "5", hidden = true)
    private int adapting;

    /** For the tests: all kinds in one group, which is no fresh one then. */
    @Option(names = "--together", hidden = true)
    private boolean together;

    @Mixin
    private final Output output = new Output();

    private final Map<Ordeal, List<Ordeal.Outcome>> outcomes = new LinkedHashMap<>();

    @Override
    public Integer call() throws IOException {
        senders.check(4, 200, 16);
        AbcastCommand.check("--large-payload", largePayload, 2_048, 1 << 20);
        rounds.check();
        Load.Shape shape = new Load.Shape(senders.count(), 1_024, senders.outstanding(), 4, largePayload);
        Trial.Plan plan = new Trial.Plan(shape, rounds.seconds(), rounds.warmup(), adapting);
        for (int round = 1; round <= rounds.count(); round++) {
            if (together) together(plan, round);
            else apart(plan, round);
        }
        return report();
    }

    private void apart(Trial.Plan plan, int round) throws IOException {
        for (Ordeal kind : kinds) {
            try (Trial trial = Trial.start(plan)) {
                trial.warmUp();
                run(kind, trial, round);
            }
        }
    }

    /** The one that kills comes last. */
    private void together(Trial.Plan plan, int round) throws IOException {
        List<Ordeal> order = new ArrayList<>(kinds);
        order.sort(Comparator.reverseOrder());
        try (Trial trial = Trial.start(plan)) {
            for (Ordeal kind : order) {
                trial.warmUp();
                run(kind, trial, round);
            }
        }
    }

    private void run(Ordeal kind, Trial trial, int round) {
        Ordeal.Outcome outcome = outcome(kind, trial);
        System.err.println("round " + round + " of " + rounds.count() + ": " + line(kind, outcome));
        output.tell(object(kind, round, outcome));
        outcomes.computeIfAbsent(kind, it -> new ArrayList<>()).add(outcome);
    }

    /** A group that does not come back fails this kind, and not the command. */
    private static Ordeal.Outcome outcome(Ordeal kind, Trial trial) {
        try {
            return kind.run(trial);
        } catch (TestudoException e) {
            return new Ordeal.Outcome(Double.NaN, Map.of(), e.getMessage());
        }
    }

    private int report() throws IOException {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("type", "summary");
        summary.put("benchmark", "faults");
        senders.tell(summary);
        summary.put("largePayload", largePayload);
        summary.put("seconds", rounds.seconds());
        summary.put("rounds", rounds.count());
        summary.putAll(AbcastCommand.machine());
        boolean ok = true;
        for (Map.Entry<Ordeal, List<Ordeal.Outcome>> each : outcomes.entrySet()) {
            Ordeal kind = each.getKey();
            Ordeal.Outcome worst = kind.worst(each.getValue());
            summary.put(kind.measure(), worst.value());
            boolean good = each.getValue().stream().allMatch(kind::accepts);
            summary.put(kind.measure() + "Ok", good);
            ok &= good;
            if (!output.json()) System.out.println(line(kind, worst) + (good ? "" : "  BEYOND ITS LIMIT"));
        }
        summary.put("ok", ok);
        output.tell(summary);
        output.draw();
        return ok ? 0 : 1;
    }

    private static Map<String, Object> object(Ordeal kind, int round, Ordeal.Outcome outcome) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "run");
        object.put("kind", kind.toString());
        object.put("round", round);
        object.put(kind.measure(), outcome.value());
        object.putAll(outcome.details());
        object.put("ok", kind.accepts(outcome));
        object.put("verified", outcome.fault().isEmpty());
        if (!outcome.fault().isEmpty()) object.put("fault", outcome.fault());
        return object;
    }

    /** All but what is drawn. */
    private static Map<String, Object> told(Map<String, Object> details) {
        Map<String, Object> told = new LinkedHashMap<>(details);
        told.remove(Trial.TIMELINE);
        return told;
    }

    private static String line(Ordeal kind, Ordeal.Outcome outcome) {
        return kind + ": " + kind.measure() + " " + outcome.value() + " (limit " + kind.limit() + ") "
                + told(outcome.details())
                + (outcome.fault().isEmpty() ? "" : "  FAILED: " + outcome.fault());
    }
}
