package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * A CRL had its place in the order and no effect.
 *
 * @param number of the CRL
 * @param why for people; the same at all members
 */
public record RevocationJudged(long slot, long number, String why) implements Notice {
    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "crl=" + number + " slot=" + slot + " no-effect reason=\"" + why + "\"";
    }
}
