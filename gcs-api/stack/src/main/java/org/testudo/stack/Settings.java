package org.testudo.stack;

import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.configuration2.YAMLConfiguration;
import org.apache.commons.configuration2.interpol.ConfigurationInterpolator;
import org.apache.commons.configuration2.tree.DefaultExpressionEngine;
import org.apache.commons.configuration2.tree.DefaultExpressionEngineSymbols;

/** The values of a configuration file, with what environment and system properties put in their place. */
final class Settings {
    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,18}) ?([A-Za-z]*)");
    private static final Map<String, Long> SIZE_UNITS =
            Map.of("", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private final Path file;
    private final Tree tree = new Tree();
    private final Overrides overrides;

    /** A file's content as Commons Configuration keeps it; substitutes {@code ${env:}} and {@code ${sys:}} and no others. */
    private static final class Tree extends YAMLConfiguration {
        private static final DefaultExpressionEngine ENGINE = new DefaultExpressionEngine(
                new DefaultExpressionEngineSymbols.Builder(DefaultExpressionEngineSymbols.DEFAULT_SYMBOLS)
                        .setIndexStart("[")
                        .setIndexEnd("]")
                        .setAttributeStart("(@")
                        .setAttributeEnd(")")
                        .create());

        void fill(Map<String, Object> content, ConfigurationInterpolator interpolator) {
            setExpressionEngine(ENGINE);
            load(content);
            setInterpolator(interpolator);
        }
    }

    /** @param overrides what stands in place of the file's values */
    Settings(Path file, Map<String, Object> content, ConfigurationInterpolator interpolator, Overrides overrides) {
        this.file = file;
        this.overrides = overrides;
        tree.fill(content, interpolator);
    }

    /** Refuses keys that are not known. */
    void checkKeys() {
        tree.getKeys().forEachRemaining(key -> {
            if (SettingKeys.known(key)) return;
            throw wrong(key, SettingKeys.remedy(key));
        });
    }

    /** How many entries a list has, those included that are only set from outside. */
    int entries(String list) {
        return Math.max(tree.getMaxIndex(list) + 1, overrides.entries(list));
    }

    /** The key of one value of a list's entry. */
    static String entry(String list, int index, String key) {
        return list + "[" + index + "]." + key;
    }

    Optional<String> text(String key) {
        Optional<String> override = overrides.of(key);
        if (override.isPresent()) return override;
        if (!tree.containsKey(key)) return Optional.empty();
        if (tree.getMaxIndex(key) > 0) throw wrong(key, "has several values; give one");
        String text = filledIn(key);
        if (!text.contains("${")) return Optional.of(text);
        throw wrong(
                key,
                "'" + text + "' cannot be filled in; use ${env:NAME}, ${env:NAME:-default} or ${sys:name},"
                        + " and set what it names");
    }

    /** With what stands in braces replaced; as it is written if it leads back to itself. */
    private String filledIn(String key) {
        try {
            return tree.getString(key);
        } catch (IllegalStateException e) {
            return String.valueOf(tree.getProperty(key));
        }
    }

    String required(String key, String example) {
        return text(key)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> wrong(key, "is missing; write it, such as " + example));
    }

    /** A file's name: a relative one is looked up in the directory of the configuration file. */
    Optional<String> path(String key) {
        return text(key).filter(text -> !text.isBlank()).map(text -> {
            try {
                return file.toAbsolutePath().resolveSibling(text).normalize().toString();
            } catch (InvalidPathException e) {
                throw wrong(key, "'" + text + "' is no file name");
            }
        });
    }

    Optional<Boolean> truth(String key) {
        return text(key).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, "'" + text + "': write true or false");
        });
    }

    Optional<Integer> number(String key) {
        return text(key).map(text -> {
            if (!text.matches("[0-9]{1,9}")) throw wrong(key, "'" + text + "': write a whole number, such as 64");
            return Integer.valueOf(text);
        });
    }

    /** A number of bytes. */
    Optional<Long> size(String key) {
        return text(key).map(text -> {
            Matcher amount = AMOUNT.matcher(text);
            if (!amount.matches() || !SIZE_UNITS.containsKey(amount.group(2))) {
                throw wrong(key, "'" + text + "': write bytes, KiB, MiB or GiB, such as 64MiB");
            }
            return product(key, amount.group(1), SIZE_UNITS.get(amount.group(2)));
        });
    }

    Optional<Duration> duration(String key) {
        return text(key).map(text -> DurationText.read(text, reason -> wrong(key, reason)));
    }

    /** With commas between. */
    Optional<List<Duration>> durations(String key) {
        return text(key).map(text -> DurationText.readAll(text, reason -> wrong(key, reason)));
    }

    <E extends Enum<E>> Optional<E> oneOf(String key, E[] values) {
        return text(key).map(text -> {
            for (E value : values) if (value.name().toLowerCase(Locale.ROOT).equals(text)) return value;
            List<String> names = java.util.Arrays.stream(values)
                    .map(value -> value.name().toLowerCase(Locale.ROOT))
                    .toList();
            throw wrong(key, "'" + text + "' is unknown; use one of " + names);
        });
    }

    IllegalArgumentException wrong(String key, String what) {
        return new IllegalArgumentException(file + ": " + key + ": " + what);
    }

    private long product(String key, String number, long unit) {
        BigInteger value = new BigInteger(number).multiply(BigInteger.valueOf(unit));
        if (value.bitLength() > 53) throw wrong(key, "'" + number + "' is too large");
        return value.longValue();
    }
}
