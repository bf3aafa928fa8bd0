package org.testudo.stack;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Durations as configurations have them: a whole number and its unit, such as {@code 250ms} or {@code 30d}. */
public final class DurationText {
    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,18}) ?([A-Za-z]*)");
    private static final Pattern BETWEEN = Pattern.compile("\\s*,\\s*");
    private static final Map<String, Duration> UNITS = units();
    private static final int MOST_BITS = 53;

    private DurationText() {}

    private static Map<String, Duration> units() {
        Map<String, Duration> units = new LinkedHashMap<>();
        units.put("d", Duration.ofDays(1));
        units.put("h", Duration.ofHours(1));
        units.put("m", Duration.ofMinutes(1));
        units.put("s", Duration.ofSeconds(1));
        units.put("ms", Duration.ofMillis(1));
        return units;
    }

    /**
     * Reads one.
     *
     * @param wrong makes the error, of what is wrong with the value and how to mend it
     */
    static Duration read(String text, Function<String, IllegalArgumentException> wrong) {
        Matcher amount = AMOUNT.matcher(text);
        if (!amount.matches() || !UNITS.containsKey(amount.group(2))) {
            throw wrong.apply("'" + text + "': give a number with its unit ms, s, m, h or d, such as 250ms");
        }
        BigInteger unit = BigInteger.valueOf(UNITS.get(amount.group(2)).toMillis());
        BigInteger millis = new BigInteger(amount.group(1)).multiply(unit);
        if (millis.bitLength() > MOST_BITS) throw wrong.apply("'" + amount.group(1) + "' is too large");
        return Duration.ofMillis(millis.longValue());
    }

    /** Reads several, with commas between. */
    static List<Duration> readAll(String text, Function<String, IllegalArgumentException> wrong) {
        List<Duration> all = new ArrayList<>();
        for (String each : BETWEEN.split(text.strip(), -1)) all.add(read(each, wrong));
        return List.copyOf(all);
    }

    /**
     * Reads several, with commas between.
     *
     * @param key of the setting, for the error
     * @throws IllegalArgumentException with key, value and remedy
     */
    public static List<Duration> readAll(String key, String text) {
        return readAll(text, reason -> new IllegalArgumentException(key + ": " + reason));
    }

    /** As {@link #readAll} reads them: each in the largest unit of which it is a whole number. */
    public static String write(List<Duration> durations) {
        return durations.stream().map(DurationText::write).collect(Collectors.joining(","));
    }

    private static String write(Duration duration) {
        long millis = duration.toMillis();
        return UNITS.entrySet().stream()
                .filter(unit -> millis % unit.getValue().toMillis() == 0)
                .findFirst()
                .map(unit -> millis / unit.getValue().toMillis() + unit.getKey())
                .orElseThrow();
    }
}
