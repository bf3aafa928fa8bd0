package org.testudo.kernel.notice;

import org.testudo.api.Notice;
import org.testudo.kernel.statement.Origin;

/**
 * The attack detector's answer to {@link SensorReported}: what the client port tells the sensor. It comes for every report,
 * also for one that was reported before (a sensor repeats itself until it has an answer).
 *
 * @param sensor origin of the report
 * @param number of the report
 * @param retry if it was not taken: whether sending it again later may help
 * @param reason for people; empty if it was taken
 */
public record ReportAnswered(Origin sensor, long number, boolean taken, boolean retry, String reason)
        implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "report=" + sensor.principal() + "/" + sensor.incarnation() + "#" + number + " taken=" + taken
                + (taken ? "" : " retry=" + retry + " reason=\"" + reason + "\"");
    }
}
