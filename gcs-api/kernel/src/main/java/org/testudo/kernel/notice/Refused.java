package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * A layer has stopped taking requests, and why: a bound was reached, or the group is no longer in service.
 *
 * @param remedy what an operator can do
 */
public record Refused(String what, String why, String remedy) implements Notice {
    @Override
    public Level level() {
        return Level.ERROR;
    }

    @Override
    public String describe() {
        return "refused=\"" + what + "\" why=\"" + why + "\" remedy=\"" + remedy + "\"";
    }
}
