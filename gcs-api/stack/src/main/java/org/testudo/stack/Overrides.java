package org.testudo.stack;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What stands in place of a file's values. In falling order: what the caller gives by key, system properties
 * ({@code testudo.group.self}, {@code testudo.group.members[0].address}), environment variables ({@code TESTUDO_GROUP_SELF},
 * {@code TESTUDO_GROUP_MEMBERS_0_ADDRESS}).
 */
record Overrides(Map<String, String> given, Map<String, String> properties, Map<String, String> environment) {
    private static final String PROPERTIES = "testudo.group.";
    private static final String VARIABLES = "TESTUDO_GROUP_";

    /** What stands for a key, if anything does. */
    Optional<String> of(String key) {
        return Optional.ofNullable(given.get(key))
                .or(() -> Optional.ofNullable(properties.get(SettingKeys.property(key))))
                .or(() -> Optional.ofNullable(environment.get(SettingKeys.variable(key))));
    }

    /** How many entries a list needs to have for what is set of it. */
    int entries(String list) {
        String variables = SettingKeys.variable(list) + "_";
        Stream<String> keys = Stream.of(
                        of(given, list + "[", it -> it),
                        of(properties, SettingKeys.property(list) + "[", it -> it.substring("testudo.".length())),
                        of(
                                environment,
                                variables,
                                it -> it.substring(variables.length())
                                        .replaceFirst("_.*", "")
                                        .transform(index -> list + "[" + index + "].id")))
                .flatMap(it -> it);
        return keys.flatMap(key -> SettingKeys.place(key).stream())
                .mapToInt(place -> place.index() + 1)
                .max()
                .orElse(0);
    }

    private static Stream<String> of(Map<String, String> names, String prefix, UnaryOperator<String> key) {
        return names.keySet().stream().filter(name -> name.startsWith(prefix)).map(key);
    }

    /**
     * Refuses names that begin as ours do and set nothing.
     *
     * @throws IllegalArgumentException names one and the remedy
     */
    void checkNames() {
        for (String key : given.keySet()) check(SettingKeys.place(key).isPresent(), "setting", key, key);
        for (String name : properties.keySet()) {
            if (!name.startsWith(PROPERTIES)) continue;
            String key = name.substring("testudo.".length());
            check(SettingKeys.place(key).isPresent(), "system property", name, key);
        }
        for (String name : environment.keySet()) {
            if (!name.startsWith(VARIABLES) || SettingKeys.isVariable(name)) continue;
            throw new IllegalArgumentException("environment variable " + name + ": is unknown; "
                    + SettingKeys.likeVariable(name)
                            .map(like -> "did you mean " + like + "?")
                            .orElse("unset it, site/configuration.md lists the keys"));
        }
    }

    private static void check(boolean fine, String kind, String name, String key) {
        if (!fine) throw new IllegalArgumentException(kind + " " + name + ": " + SettingKeys.remedy(key));
    }
}
