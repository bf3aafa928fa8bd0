package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * The host asks the membership to leave the group in good order (GM-18); it answers with {@link Departed}, perhaps after
 * {@link DepartureDelayed}.
 *
 * @param forGood the seat falls vacant; else this member is inactive and keeps it
 */
public record DepartureWanted(boolean forGood) implements Notice {
    @Override
    public Level level() {
        return Level.INFO;
    }

    @Override
    public String describe() {
        return "departure-wanted=" + (forGood ? "retire" : "disconnect");
    }
}
