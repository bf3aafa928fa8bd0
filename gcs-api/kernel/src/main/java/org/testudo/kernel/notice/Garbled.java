package org.testudo.kernel.notice;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/**
 * A peer sends what no correct member sends: bytes that are no message, or claims that do not hold. Counts against the
 * sender of the channel, never against the claimed signer (AD-6). At most one a minute and peer; no evidence.
 *
 * @param malformed messages of this peer that could not be read, since the start
 * @param refuted messages of this peer with a claim that is false, since the start
 */
public record Garbled(MemberId member, long malformed, long refuted) implements Notice {
    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "garbled=" + member + " malformed=" + malformed + " refuted=" + refuted;
    }
}
