package org.testudo.simulator;

import java.time.Duration;
import java.time.Instant;

/**
 * One start of a member. A start after a crash begins with nothing: what a member kept on disk would be handed over here.
 *
 * @param number 0 for the first start of the run
 * @param at virtual time at which it begins; its monotonic clock begins there
 * @param wallClock of the member at that time
 */
public record Start(int number, Duration at, Instant wallClock) {
    /** Whether the member has run before in this run, and lost what it knew. */
    public boolean again() {
        return number > 0;
    }
}
