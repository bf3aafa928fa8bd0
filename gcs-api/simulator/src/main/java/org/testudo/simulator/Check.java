package org.testudo.simulator;

import java.util.List;
import java.util.function.Function;

/**
 * A property of runs.
 *
 * @param name names it in a violation
 * @param awaits whether it waits for something after the calm began, so that a run may end once it has seen it
 * @param begin makes the observer of one run
 */
public record Check(String name, boolean awaits, Function<Run, Observer> begin) {
    /** A property that holds all the time. */
    public static Check of(String name, Function<Run, Observer> begin) {
        return new Check(name, false, begin);
    }

    /** The names of the checks that a run has held; of one that was excused only those that await nothing. */
    public static List<String> heldBy(Run run) {
        return run.plan().checks.stream()
                .filter(check -> !run.excused() || !check.awaits())
                .map(Check::name)
                .toList();
    }

    /** A property that holds in the end. */
    public static Check awaiting(String name, Function<Run, Observer> begin) {
        return new Check(name, true, begin);
    }
}
