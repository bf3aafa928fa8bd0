package org.testudo.sicp;

import java.time.Instant;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/**
 * A member's certificate expires soon, or has expired (SICP-12). It closes no connection between members that hold seats; but with
 * an expired one no member starts, joins or is believed by clients.
 *
 * @param member this one, or one that is connected
 * @param days that are left, rounded down; negative: it has expired
 */
public record CertificateExpires(MemberId member, Instant at, long days) implements Notice {
    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "certificate-expires=" + at + " of=" + member + " days-left=" + days
                + " remedy=\"testudo keys renew, and put the store in the place of the old one\"";
    }
}
