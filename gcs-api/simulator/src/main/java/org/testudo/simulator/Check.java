package org.testudo.simulator;

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

    /** A property that holds in the end. */
    public static Check awaiting(String name, Function<Run, Observer> begin) {
        return new Check(name, true, begin);
    }
}
