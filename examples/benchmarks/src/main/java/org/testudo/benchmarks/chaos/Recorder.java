package org.testudo.benchmarks.chaos;

import java.util.ArrayList;
import java.util.List;
import org.testudo.benchmarks.linearizability.Observed;
import org.testudo.cli.demo.Audit;

/** What all clients saw. Safe for several threads. */
final class Recorder {
    private final List<Observed> history = new ArrayList<>();
    private final List<Audit.Acknowledged> ordered = new ArrayList<>();
    private final List<Long> completions = new ArrayList<>();
    private final List<String> neverExecuted = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /** An operation or a query was answered. */
    synchronized void answered(Observed observed) {
        history.add(observed);
        completions.add(observed.returned());
    }

    /** An operation that has a place in the order: it is looked for in the members' histories, too. */
    synchronized void acknowledged(Audit.Acknowledged acknowledged) {
        ordered.add(acknowledged);
    }

    /** Nobody knows whether it was or will be executed. */
    synchronized void unknown(Observed observed) {
        history.add(observed);
    }

    /** The client was told that it never will be executed. */
    synchronized void neverExecuted(String id) {
        neverExecuted.add(id);
    }

    /** Something happened that no fault explains. */
    synchronized void failed(String what) {
        failures.add(what);
    }

    synchronized List<Observed> history() {
        return List.copyOf(history);
    }

    synchronized List<Audit.Acknowledged> ordered() {
        return List.copyOf(ordered);
    }

    synchronized List<String> neverExecuted() {
        return List.copyOf(neverExecuted);
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** When operations were answered, in order of time. */
    synchronized long[] completions() {
        return completions.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    synchronized int operations() {
        return completions.size();
    }
}
