package org.testudo.config;

import java.time.Duration;
import java.util.List;

/**
 * This process's own credentials.
 *
 * @param store PKCS#12 or PEM file with its keys and certificate, or a folder that holds {@code NAME.p12} or {@code NAME.keys}
 * @param trust PEM file of the group's CA certificate
 * @param passphraseFile file whose first line is the pass phrase of the store; empty: {@code TESTUDO_PASSPHRASE} holds it
 * @param expiryNotice how long before a certificate expires a member says so, the longest first; that it has expired it says
 *     in any case (SICP-12)
 */
public record CredentialsConfig(String store, String trust, String passphraseFile, List<Duration> expiryNotice) {
    /** The default: 30, 7 and 1 days ahead. */
    public static final List<Duration> EXPIRY_NOTICE =
            List.of(Duration.ofDays(30), Duration.ofDays(7), Duration.ofDays(1));

    private static final String KEY = "credentials.expiry-notice";
    private static final int MOST = 16;
    private static final Duration LONGEST = Duration.ofDays(3650);

    public CredentialsConfig {
        expiryNotice = List.copyOf(expiryNotice);
        Check.range(expiryNotice.size(), 1, MOST, KEY + ", how many");
        for (int i = 0; i < expiryNotice.size(); i++) {
            Duration each = expiryNotice.get(i);
            Check.positive(each, KEY);
            Check.that(each.compareTo(LONGEST) <= 0, KEY, "%d days; give at most %d", each.toDays(), LONGEST.toDays());
            boolean falling = i == 0 || each.compareTo(expiryNotice.get(i - 1)) < 0;
            Check.that(falling, KEY, "%s stands after a shorter one, or twice; give the longest first", each);
        }
    }

    /** With the default notice. */
    public CredentialsConfig(String store, String trust, String passphraseFile) {
        this(store, trust, passphraseFile, EXPIRY_NOTICE);
    }
}
