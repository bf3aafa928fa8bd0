package org.testudo.stack;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.TestudoException;
import org.testudo.config.AttackDetectorConfig;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Policy;

/**
 * Reads an attack policy (AD-4) from a YAML file: a list {@code rules}, whose first match decides, and {@code otherwise}.
 * The result is part of the genesis, so the file must say the same at all members. Every error names the file, the rule by
 * its number from 1, the key, and the remedy.
 *
 * <p>A rule that excludes must ask for {@code outcome: succeeded} or {@code role: actor}: without either, anyone who can
 * send a packet could evict a member (AD-1).
 */
public final class PolicyFile {
    /** The largest file in bytes. */
    public static final int MAX_BYTES = FileText.MAX_BYTES;

    private static final List<String> KEYS = List.of("rules", "otherwise");
    private static final List<String> RULE_KEYS = List.of("rule", "category", "outcome", "role", "effect");

    private final Path file;

    private PolicyFile(Path file) {
        this.file = file;
    }

    /**
     * The policy that a configuration names; the standard one if it names none. A relative name is looked up in
     * {@code directory}, that of the configuration.
     *
     * @throws TestudoException if the file cannot be read
     * @throws IllegalArgumentException if its content is no policy
     */
    public static Policy of(AttackDetectorConfig config, Path directory) {
        return config.policy().isEmpty()
                ? Policy.standard(config.enforce())
                : read(directory.resolve(config.policy()), config.enforce());
    }

    /**
     * Reads a policy.
     *
     * @param enforce false: the group only says what it would do
     * @throws TestudoException if the file cannot be read
     * @throws IllegalArgumentException if its content is no policy
     */
    public static Policy read(Path file, boolean enforce) {
        return new PolicyFile(file).policy(enforce);
    }

    private Policy policy(boolean enforce) {
        Map<?, ?> content = map(StrictYaml.read(file, "attack-detector.policy"), "", "write 'rules:' and 'otherwise:'");
        known(content, KEYS, "");
        if (!(content.get("rules") instanceof List<?> list)) {
            throw wrong("rules", "is no list; write '- {outcome: succeeded, role: actor, effect: exclude}' under it");
        }
        if (list.size() > Policy.MAX_RULES) {
            throw wrong("rules", "has " + list.size() + " entries; at most " + Policy.MAX_RULES + " are allowed");
        }
        List<Policy.Rule> rules = new ArrayList<>();
        for (Object each : list) rules.add(rule(each, "rule " + (rules.size() + 1)));
        Policy.Effect otherwise = value(content, "otherwise", "", Policy.Effect.values())
                .orElseThrow(() -> wrong("otherwise", "is missing; write 'otherwise: log'"));
        if (otherwise == Policy.Effect.EXCLUDE) {
            throw wrong("otherwise", "must not exclude; write a rule that asks for outcome: succeeded or role: actor");
        }
        return new Policy(enforce, rules, otherwise);
    }

    private Policy.Rule rule(Object content, String where) {
        Map<?, ?> map = map(content, where, "write '{outcome: succeeded, effect: exclude}'");
        known(map, RULE_KEYS, where);
        Optional<String> pattern = pattern(map, "rule", where);
        Optional<String> category = pattern(map, "category", where);
        Optional<Alert.Outcome> outcome = value(map, "outcome", where, Alert.Outcome.values());
        Optional<Alert.Role> role = value(map, "role", where, Alert.Role.values());
        Policy.Effect effect = value(map, "effect", where, Policy.Effect.values())
                .orElseThrow(
                        () -> wrong(join(where, "effect"), "is missing; use one of " + names(Policy.Effect.values())));
        boolean convicting = outcome.filter(Alert.Outcome.SUCCEEDED::equals).isPresent()
                || role.filter(Alert.Role.ACTOR::equals).isPresent();
        if (effect == Policy.Effect.EXCLUDE && !convicting) {
            throw wrong(
                    join(where, "effect"),
                    "excludes whoever is attacked; add outcome: succeeded or role: actor, or use quarantine");
        }
        return new Policy.Rule(pattern, category, outcome, role, effect);
    }

    private Optional<String> pattern(Map<?, ?> map, String key, String where) {
        Optional<String> text = text(map, key, where);
        text.ifPresent(value -> {
            if (value.getBytes(StandardCharsets.UTF_8).length > Alert.MAX_TEXT) {
                throw wrong(join(where, key), "is longer than " + Alert.MAX_TEXT + " bytes; use a prefix and *");
            }
            int star = value.indexOf('*');
            if (star >= 0 && star < value.length() - 1) {
                throw wrong(join(where, key), "'" + value + "': * stands for the rest and must be the last character");
            }
        });
        return text;
    }

    private <E extends Enum<E>> Optional<E> value(Map<?, ?> map, String key, String where, E[] values) {
        return text(map, key, where)
                .map(text -> Arrays.stream(values)
                        .filter(each -> name(each).equals(text))
                        .findFirst()
                        .orElseThrow(() ->
                                wrong(join(where, key), "'" + text + "' is unknown; use one of " + names(values))));
    }

    private Optional<String> text(Map<?, ?> map, String key, String where) {
        if (!map.containsKey(key)) return Optional.empty();
        if (map.get(key) instanceof String text && !text.isBlank()) return Optional.of(text);
        throw wrong(join(where, key), "has no text; give a value or remove the key");
    }

    private Map<?, ?> map(Object content, String where, String remedy) {
        if (content instanceof Map<?, ?> map) return map;
        throw wrong(where, "is no map of keys; " + remedy);
    }

    private void known(Map<?, ?> map, List<String> keys, String where) {
        for (Object key : map.keySet()) {
            if (!keys.contains(key)) throw wrong(join(where, String.valueOf(key)), "is unknown; use one of " + keys);
        }
    }

    private IllegalArgumentException wrong(String where, String what) {
        return new IllegalArgumentException(file + (where.isEmpty() ? ": " : ": " + where + ": ") + what);
    }

    private static String join(String where, String key) {
        return where.isEmpty() ? key : where + ": " + key;
    }

    private static String names(Enum<?>[] values) {
        return Arrays.stream(values).map(PolicyFile::name).toList().toString();
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
