package org.testudo.api;

import java.util.Objects;

/**
 * Whoever signs: a member, client, sensor or operator.
 *
 * @param kind in which role
 * @param name under the rules of {@link MemberId}
 */
public record Principal(Kind kind, String name) implements Comparable<Principal> {
    /** The roles in which a principal signs. The order is part of the wire format: add at the end. */
    public enum Kind {
        MEMBER,
        CLIENT,
        SENSOR,
        OPERATOR
    }

    public Principal {
        Objects.requireNonNull(kind, "kind");
        if (!MemberId.isValidName(name)) {
            throw new IllegalArgumentException(
                    "name '" + name + "': use 1 to 64 of a-z 0-9 . _ - beginning with a letter or digit");
        }
    }

    /** The principal that a member is. */
    public static Principal of(MemberId member) {
        return new Principal(Kind.MEMBER, member.name());
    }

    /** The member that this principal is; only for principals of kind {@link Kind#MEMBER}. */
    public MemberId member() {
        if (kind != Kind.MEMBER) throw new IllegalStateException(this + " is not a member");
        return new MemberId(name);
    }

    /** As a record does by itself, but faster: principals are keys of most maps. */
    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Principal it && kind == it.kind && name.equals(it.name);
    }

    @Override
    public int hashCode() {
        return 31 * kind.ordinal() + name.hashCode();
    }

    @Override
    public int compareTo(Principal other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + ":" + name;
    }
}
