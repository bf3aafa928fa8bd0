package org.testudo.abcast.core;

import org.testudo.api.Notice;

/**
 * A payload of this member was not taken to be ordered; its own submission was at fault, or too much is waiting.
 *
 * @param what was submitted
 * @param why for people
 */
public record NotTaken(String what, String why) implements Notice {
    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "not-taken=\"" + what + "\" why=\"" + why + "\"";
    }
}
