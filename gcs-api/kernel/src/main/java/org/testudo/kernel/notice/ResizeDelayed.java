package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * Operators have asked for another number of seats, and it waits (GM-18).
 *
 * @param seats how many
 * @param maxFaulty how many of them may be faulty
 * @param why what it waits for, for people
 */
public record ResizeDelayed(int seats, int maxFaulty, String why) implements Notice {
    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "resize-delayed=" + seats + "/" + maxFaulty + " why=\"" + why + "\"";
    }
}
