package org.testudo.sicp.credentials;

import java.time.Duration;
import java.time.Instant;
import org.testudo.api.Principal;

/** Credentials that {@code testudo keys} does not make. */
public final class IssuedForTest {
    private IssuedForTest() {}

    /** Valid between two moments, in days from now. */
    public static Credentials validBetween(Authority authority, Principal principal, int from, int until) {
        Instant now = Instant.now();
        var validity = new CertificateMaker.Validity(now.plus(Duration.ofDays(from)), now.plus(Duration.ofDays(until)));
        return authority.issue(principal, KeyAlgorithm.ED25519, validity, authority.group());
    }

    /** The same principal and statement key with a certificate that lasts so long. */
    public static Credentials renewed(Authority authority, Credentials old, Duration validity) {
        return authority.renew(old, validity);
    }

    /** For another group than the authority's. */
    public static Credentials ofGroup(Authority authority, Principal principal, String group) {
        var validity = CertificateMaker.Validity.lasting(Authority.ISSUED_VALIDITY);
        return authority.issue(principal, KeyAlgorithm.ED25519, validity, group);
    }
}
