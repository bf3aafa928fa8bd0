package org.testudo.attackdetector.sensor;

import java.time.Instant;
import org.testudo.kernel.command.Alert;

/** What one line of EVE says. */
sealed interface EveEvent {
    /** An alert about the watched host, and when the sensor saw it by its own clock. */
    record Alarm(Alert alert, Instant observed) implements EveEvent {}

    /** Something else than an alert, such as {@code stats}, the sign of life of the sensor. */
    record Other(String type) implements EveEvent {}

    /** An alert about another host. */
    record Foreign(String host) implements EveEvent {}

    /**
     * Not a line of EVE, or not within the bounds.
     *
     * @param reason for people
     * @param alarming whether it may be an alert that is lost
     */
    record Bad(String reason, boolean alarming) implements EveEvent {}
}
