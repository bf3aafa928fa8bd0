package org.testudo.api;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The configured name of a member, bound to its keys by its certificate (SICP-1); never a position in a view.
 *
 * @param name 1 to 64 characters of {@code a-z 0-9 . _ -}, beginning with a letter or digit
 */
public record MemberId(String name) implements Comparable<MemberId> {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    public MemberId {
        Objects.requireNonNull(name, "name");
        if (!isValidName(name)) {
            throw new IllegalArgumentException(
                    "member name '" + name + "': use 1 to 64 of a-z 0-9 . _ - beginning with a letter or digit");
        }
    }

    /** Whether a text may name a member, client, sensor or operator. */
    public static boolean isValidName(String text) {
        return NAME.matcher(text).matches();
    }

    @Override
    public int compareTo(MemberId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
