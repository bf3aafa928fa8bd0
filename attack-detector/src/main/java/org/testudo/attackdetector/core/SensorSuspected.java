package org.testudo.attackdetector.core;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/**
 * A sensor does what a correct one does not, or has fallen silent (AD-5). It says nothing about the member whose host it
 * watches, except that nobody may be watching.
 *
 * @param watches the member whose host it watches
 */
public record SensorSuspected(String sensor, MemberId watches, String reason) implements Notice {
    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "suspected-sensor=" + sensor + " watches=" + watches + " reason=\"" + reason + "\"";
    }
}
