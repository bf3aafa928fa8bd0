package org.testudo.simulator;

import java.time.Duration;
import java.util.List;

/** Lets a run go on until all that is awaited has been seen and nothing new has come up for a while. */
record Settling(Agenda agenda, List<Observer> awaited) {
    private static final long GRACE = Duration.ofMillis(200).toNanos();

    void from(long calm, long end) {
        agenda.runUntil(Math.min(calm, end));
        boolean before = false;
        boolean settled = false;
        while (agenda.now() < end && !(before && settled)) {
            before = settled;
            agenda.runUntil(Math.min(agenda.now() + GRACE, end));
            settled = awaited.stream().allMatch(Observer::satisfied);
        }
    }
}
