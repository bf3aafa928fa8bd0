package org.testudo.config;

import java.time.Duration;

/**
 * When a silent peer is suspected (FD-1).
 *
 * @param interval a heartbeat is sent to a peer after this much silence towards it
 * @param floor no peer is suspected after less silence than this
 * @param ceiling every peer is suspected after more silence than this
 */
public record FailureDetectorConfig(Duration interval, Duration floor, Duration ceiling) {
    public FailureDetectorConfig {
        Check.positive(interval, "failure-detector.interval");
        Check.that(
                floor.compareTo(interval) >= 0,
                "failure-detector.floor",
                "%s is shorter than the interval %s: every peer would be suspected",
                floor,
                interval);
        Check.that(
                ceiling.compareTo(floor) >= 0, "failure-detector.ceiling", "%s is below the floor %s", ceiling, floor);
    }

    public static FailureDetectorConfig defaults() {
        return new FailureDetectorConfig(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(3));
    }
}
