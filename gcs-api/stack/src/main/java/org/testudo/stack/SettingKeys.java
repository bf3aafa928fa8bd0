package org.testudo.stack;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys of a configuration file, and what an unknown one may have been meant to be. */
final class SettingKeys {
    /** Keys with one value each. */
    static final List<String> SINGLE = List.of(
            "group.name",
            "group.self",
            "group.bind",
            "group.model",
            "group.max-faulty",
            "group.operator-approvals",
            "group.credentials.store",
            "group.credentials.trust",
            "group.credentials.passphrase-file",
            "group.credentials.expiry-notice",
            "group.ordering.protocol",
            "group.ordering.window",
            "group.ordering.max-batch",
            "group.ordering.max-payload",
            "group.ordering.pool-per-origin",
            "group.ordering.log-limit",
            "group.ordering.checkpoint-interval",
            "group.ordering.timeout",
            "group.ordering.control-timeout",
            "group.ordering.skew",
            "group.ordering.idle",
            "group.ordering.sessions",
            "group.ordering.formation-wait",
            "group.ordering.journal",
            "group.ordering.journal-path",
            "group.failure-detector.interval",
            "group.failure-detector.floor",
            "group.failure-detector.ceiling",
            "group.attack-detector.enforce",
            "group.attack-detector.policy",
            "group.attack-detector.evidence",
            "group.client-access.listen",
            "group.client-access.max-connections",
            "group.client-access.max-outstanding",
            "group.recorder.directory",
            "group.recorder.size",
            "group.recovery");

    /** Keys of the entries of lists. */
    static final List<String> LISTED = List.of(
            "group.members.id",
            "group.members.address",
            "group.members.client-address",
            "group.members.key",
            "group.members.pardoned",
            "group.standbys.id",
            "group.standbys.address",
            "group.standbys.client-address",
            "group.standbys.key",
            "group.standbys.pardoned",
            "group.sensors.id",
            "group.sensors.watches",
            "group.sensors.key",
            "group.operators.id",
            "group.operators.key");

    private static final String INDEX = "(0|[1-9][0-9]{0,2})";
    private static final Pattern ENTRY = Pattern.compile("([a-z.]+)\\[" + INDEX + "]\\.([a-z-]+)");
    private static final Pattern VARIABLE = Pattern.compile(Stream.concat(
                    SINGLE.stream().map(SettingKeys::variable),
                    LISTED.stream().map(key -> variable(listOf(key)) + "_" + INDEX + "_" + variable(nameOf(key), "")))
            .collect(Collectors.joining("|")));

    private SettingKeys() {}

    /**
     * Where a value stands.
     *
     * @param group the keys above it; of a list's entry the list
     * @param index of the entry, from 0; -1 if it stands in no list
     */
    record Place(String group, int index, String name) {}

    /** The place of one value's key, such as {@code group.name} or {@code group.members[0].id}; nothing if it is unknown. */
    static Optional<Place> place(String key) {
        if (SINGLE.contains(key)) return Optional.of(new Place(listOf(key), -1, nameOf(key)));
        Matcher entry = ENTRY.matcher(key);
        boolean known = entry.matches() && LISTED.contains(entry.group(1) + "." + entry.group(3));
        return known
                ? Optional.of(new Place(entry.group(1), Integer.parseInt(entry.group(2)), entry.group(3)))
                : Optional.empty();
    }

    /** Whether a key has numbered entries. */
    static boolean isList(String key) {
        return LISTED.stream().anyMatch(each -> listOf(each).equals(key));
    }

    private static String listOf(String key) {
        return key.substring(0, key.lastIndexOf('.'));
    }

    private static String nameOf(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /** What is wrong with a key that has no place, and what to do. */
    static String remedy(String key) {
        if (LISTED.contains(key))
            return "is of a list; number its entry, such as " + listOf(key) + "[0]." + nameOf(key);
        if (isGroup(key)) return "has a value, but is a group of keys; go on below it";
        return "is unknown; "
                + like(key).map(like -> "did you mean " + like + "?").orElse("remove it");
    }

    static boolean known(String key) {
        return SINGLE.contains(key) || LISTED.contains(key);
    }

    /** Whether keys go on below this one, so that it has no value of its own. */
    static boolean isGroup(String key) {
        return Stream.concat(SINGLE.stream(), LISTED.stream()).anyMatch(each -> each.startsWith(key + "."));
    }

    /** The name of the environment variable that sets a key. */
    static String variable(String key) {
        return variable(key, "TESTUDO_");
    }

    private static String variable(String key, String prefix) {
        return prefix
                + key.toUpperCase(Locale.ROOT)
                        .replace("]", "")
                        .replace('[', '_')
                        .replace('.', '_')
                        .replace('-', '_');
    }

    /** Whether an environment variable of this name sets a key. */
    static boolean isVariable(String name) {
        return VARIABLE.matcher(name).matches();
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

    /** The environment variable whose name is most like an unknown one, if any is. */
    static Optional<String> likeVariable(String unknown) {
        return SINGLE.stream()
                .map(SettingKeys::variable)
                .filter(name -> distance(name, unknown) <= unknown.length() / 8)
                .min(Comparator.comparingInt(name -> distance(name, unknown)));
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
