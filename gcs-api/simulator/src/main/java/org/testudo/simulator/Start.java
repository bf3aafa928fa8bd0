package org.testudo.simulator;

import java.time.Duration;
import java.time.Instant;

/**
 * One start of a member. A start after a crash begins with nothing, or with what the member's journal holds; see
 * {@link Simulation#journals}.
 *
 * @param number 0 for the first start of the run
 * @param at virtual time at which it begins; its monotonic clock begins there
 * @param wallClock of the member at that time
 */
public record Start(int number, Duration at, Instant wallClock) {
    /** Whether the member has run before in this run. */
    public boolean again() {
        return number > 0;
    }
}
