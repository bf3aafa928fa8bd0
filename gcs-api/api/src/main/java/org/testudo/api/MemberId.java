package org.testudo.api;

import java.util.Objects;

/**
 * The configured name of a member, bound to its keys by its certificate (SICP-1); never a position in a view.
 *
 * @param name 1 to 64 characters of {@code a-z 0-9 . _ -}, beginning with a letter or digit
 */
public record MemberId(String name) implements Comparable<MemberId> {
    private static final int LONGEST = 64;

    public MemberId {
        Objects.requireNonNull(name, "name");
        if (!isValidName(name)) {
            throw new IllegalArgumentException(
                    "member name '" + name + "': use 1 to 64 of a-z 0-9 . _ - beginning with a letter or digit");
        }
    }

    /** Whether a text may name a member, client, sensor or operator. */
    public static boolean isValidName(String text) {
        if (text.isEmpty() || text.length() > LONGEST || !isLetterOrDigit(text.charAt(0))) return false;
        for (int i = 1; i < text.length(); i++) {
            char each = text.charAt(i);
            if (!isLetterOrDigit(each) && each != '.' && each != '_' && each != '-') return false;
        }
        return true;
    }

    private static boolean isLetterOrDigit(char each) {
        return (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9');
    }

    /** As a record does by itself, but faster: members are keys of most maps. */
    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof MemberId it && name.equals(it.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
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
