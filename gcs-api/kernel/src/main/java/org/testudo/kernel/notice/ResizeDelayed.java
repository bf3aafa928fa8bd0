package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * Operators have asked for another number of seats, and it waits: said when they ask (GM-18). {@link AtTheFloor} says how long.
 *
 * @param seats how many
 * @param maxFaulty how many of them may be faulty
 * @param why what it waits for, for people
 */
public record ResizeDelayed(int seats, int maxFaulty, String why) implements Notice {
    /** In words. */
    public String text() {
        return "resize to " + seats + " seats of which " + maxFaulty + " may be faulty waits, since " + why;
    }

    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "resize-delayed=" + seats + "/" + maxFaulty + " why=\"" + why + "\"";
    }
}
