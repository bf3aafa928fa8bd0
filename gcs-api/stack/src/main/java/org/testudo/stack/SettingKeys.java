package org.testudo.stack;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of a configuration file, and what an unknown one may have been meant to be. */
final class SettingKeys {
    /** Keys with one value each: these can also be set by environment and system property. */
    static final List<String> SINGLE = List.of(
            "group.name",
            "group.self",
            "group.model",
            "group.max-faulty",
            "group.credentials.store",
            "group.credentials.trust",
            "group.credentials.passphrase-file",
            "group.ordering.protocol",
            "group.ordering.window",
            "group.ordering.max-batch",
            "group.ordering.max-payload",
            "group.ordering.pool-per-origin",
            "group.ordering.log-limit",
            "group.ordering.timeout",
            "group.ordering.control-timeout",
            "group.ordering.skew",
            "group.ordering.idle",
            "group.ordering.sessions",
            "group.ordering.formation-wait",
            "group.failure-detector.interval",
            "group.failure-detector.floor",
            "group.failure-detector.ceiling",
            "group.attack-detector.enforce",
            "group.attack-detector.policy",
            "group.client-access.listen",
            "group.client-access.max-connections",
            "group.client-access.max-outstanding");

    /** Keys of the entries of lists. */
    static final List<String> LISTED = List.of(
            "group.members.id",
            "group.members.address",
            "group.members.client-address",
            "group.members.key",
            "group.standbys.id",
            "group.standbys.address",
            "group.standbys.client-address",
            "group.standbys.key",
            "group.sensors.id",
            "group.sensors.watches",
            "group.sensors.key",
            "group.operators.id",
            "group.operators.key");

    private SettingKeys() {}

    static boolean known(String key) {
        return SINGLE.contains(key) || LISTED.contains(key);
    }

    /** Whether keys go on below this one, so that it has no value of its own. */
    static boolean isGroup(String key) {
        return Stream.concat(SINGLE.stream(), LISTED.stream()).anyMatch(each -> each.startsWith(key + "."));
    }

    /** The name of the environment variable that sets a key. */
    static String variable(String key) {
        return "TESTUDO_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The name of the system property that sets a key. */
    static String property(String key) {
        return "testudo." + key;
    }

    /** The key that is most like an unknown one, if any is. */
    static Optional<String> like(String unknown) {
        return Stream.concat(SINGLE.stream(), LISTED.stream())
                .filter(key -> distance(key, unknown) <= 1 + unknown.length() / 4)
                .min(Comparator.comparingInt(key -> distance(key, unknown)));
    }

    /** Changes of one character that make one text of the other (Levenshtein). */
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) row[j] = j;
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
