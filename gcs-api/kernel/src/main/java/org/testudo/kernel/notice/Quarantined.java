package org.testudo.kernel.notice;

import java.time.Duration;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/**
 * This member restricts another, locally and for a time (AD-7): optional traffic is limited, no state is taken from it, no
 * request relayed for it. Never its votes, certificates or retransmission (AD-13).
 *
 * @param limit for how long from now; a later notice about the same member replaces it
 */
public record Quarantined(MemberId member, String cause, Duration limit) implements Notice {
    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "quarantined=" + member + " seconds=" + limit.toSeconds() + " cause=\"" + cause + "\"";
    }
}
