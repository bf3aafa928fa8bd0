package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * The application executes more slowly than the group orders. At the bound this member stops, since it could not catch up.
 *
 * @param slots delivered and not yet executed
 * @param bound slots at which the member stops
 */
public record ApplicationLags(long slots, long bound) implements Notice {
    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "application-lags=" + slots + " bound=" + bound;
    }
}
