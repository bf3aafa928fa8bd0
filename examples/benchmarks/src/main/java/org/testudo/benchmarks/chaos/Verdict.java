package org.testudo.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.testudo.benchmarks.linearizability.Judgement;
import org.testudo.benchmarks.linearizability.Linearizability;
import org.testudo.cli.demo.Audit;
import org.testudo.cli.demo.Execution;
import org.testudo.cli.demo.Stage;
import org.testudo.cli.kv.KeyValueOperation;
import org.testudo.kernel.wire.MalformedException;

/**
 * What a run came to: what the clients saw, judged by itself, and beside what the members wrote down and what state they ended
 * in.
 *
 * @param violations in words; empty in a right run
 * @param undecided keys whose history could not be judged within the bounds, in words
 */
record Verdict(Judgement.Outcome outcome, List<String> violations, List<String> undecided, long steps) {
    Verdict {
        violations = List.copyOf(violations);
        undecided = List.copyOf(undecided);
    }

    /** Judges what was seen alone. */
    static Verdict of(Judgement judgement) {
        List<String> violations = new ArrayList<>();
        List<String> undecided = new ArrayList<>();
        for (String finding : judgement.findings()) {
            boolean open = finding.contains(" is " + Judgement.Outcome.UNDECIDED);
            (open ? undecided : violations).add(finding);
        }
        return new Verdict(judgement.outcome(), violations, undecided, judgement.steps());
    }

    /**
     * Judges a run whose members have all been stopped in order.
     *
     * @param views what was found of the views
     */
    static Verdict of(Recorder seen, Stage stage, Crew crew, List<String> views) throws IOException {
        Verdict verdict = of(new Linearizability().judge(seen.history()));
        List<String> violations = new ArrayList<>(verdict.violations);
        violations.addAll(seen.failures());
        violations.addAll(views);
        Ledger ledger = ledger(stage, crew);
        violations.addAll(ledger.contradictions());
        List<Audit.Testimony> testimonies = new ArrayList<>();
        for (String each : crew.seated()) {
            testimonies.add(new Audit.Testimony(each, ledger.executions(), stage.finalDigest(each)));
        }
        violations.addAll(Audit.of(seen.ordered(), testimonies).findings());
        violations.addAll(executedAfterAll(seen, ledger));
        return new Verdict(verdict.outcome, violations, verdict.undecided, verdict.steps);
    }

    /** What an attacker has written down proves nothing. */
    private static Ledger ledger(Stage stage, Crew crew) throws IOException {
        Ledger ledger = new Ledger();
        for (String member : crew.all()) {
            if (crew.struck().containsKey(member)) continue;
            for (Path history : stage.histories(member)) ledger.add(history);
        }
        return ledger;
    }

    /** Operations of which their client was told that they never will be executed, and that were. */
    private static List<String> executedAfterAll(Recorder seen, Ledger ledger) {
        Set<String> never = new HashSet<>(seen.neverExecuted());
        List<String> violations = new ArrayList<>();
        for (Execution each : ledger.executions()) {
            try {
                String id = KeyValueOperation.decode(each.operation()).id();
                if (never.contains(id)) violations.add(id + " was executed, though its client was told that it is not");
            } catch (MalformedException e) {
                violations.add("slot " + each.slot() + " holds what is no operation");
            }
        }
        return violations;
    }
}
