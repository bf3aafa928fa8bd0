package org.testudo.config;

import java.time.Duration;
import java.util.Locale;

/** Checks of settings; every error names key, value and remedy. */
final class Check {
    private Check() {}

    static void that(boolean condition, String key, String format, Object... arguments) {
        if (!condition) {
            throw new IllegalArgumentException(key + ": " + String.format(Locale.ROOT, format, arguments));
        }
    }

    static void positive(Duration value, String key) {
        that(!value.isNegative() && !value.isZero(), key, "%s must be longer than nothing, such as 250ms", value);
    }

    static void range(long value, long least, long most, String key) {
        that(value >= least && value <= most, key, "%d must be between %d and %d", value, least, most);
    }
}
