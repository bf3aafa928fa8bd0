package org.testudo.attackdetector.sensor;

import java.util.List;

/**
 * How a sensor's agent stands; all counts are since its start.
 *
 * @param trouble what hinders it, for people; empty if nothing does
 * @param lines read
 * @param heartbeats {@code stats} lines of the sensor among them: while they come, it lives
 * @param alerts about the watched host
 * @param foreign alerts about other hosts, left out
 * @param ignored alerts that the policy ignores
 * @param folded alerts that said the same as one just reported
 * @param limited alerts above the limit per minute
 * @param bad lines that could not be read, kept for inspection
 * @param badAlerts of these, lines that seem to be alerts: something may go unnoticed
 * @param tooLong lines above the bound, among the bad ones
 * @param reported signed and numbered
 * @param hopeless reports refused by a correct member before one had taken them
 * @param rotations of the alert file
 * @param lost how often something of the alert file may be missing
 */
public record SensorStatus(
        String sensor,
        String watches,
        long boot,
        String trouble,
        long lines,
        long heartbeats,
        long alerts,
        long foreign,
        long ignored,
        long folded,
        long limited,
        long bad,
        long badAlerts,
        long tooLong,
        long reported,
        long hopeless,
        long rotations,
        long lost,
        List<Delivery> members) {
    /**
     * How the reports to one member stand.
     *
     * @param failed attempts without an answer, or told to come later
     * @param waiting reports that it has not answered
     * @param skipped reports that it will not get: it lagged past the bound, and others have them
     * @param latest its latest answer, for people
     */
    public record Delivery(
            String member, long taken, long refused, long failed, long waiting, long skipped, String latest) {}

    public SensorStatus {
        members = List.copyOf(members);
    }
}
