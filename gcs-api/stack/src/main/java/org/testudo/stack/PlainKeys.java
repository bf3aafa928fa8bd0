package org.testudo.stack;

import java.util.List;
import org.testudo.kernel.wire.MalformedException;

/**
 * Which values may be keys of one map, or be in one set: those of which equal ones are equal at every member, so no bytes, and of
 * which a faulty member cannot find many that a map is slow to tell apart. A map sorts keys of equal hashes if they are of one
 * class that has an order; an address has none.
 */
final class PlainKeys {
    private static final List<Class<?>> ADMITTED = List.of(
            String.class,
            Integer.class,
            Long.class,
            Boolean.class,
            Character.class,
            Double.class,
            Float.class,
            Short.class,
            Byte.class);

    private Class<?> kind;

    /**
     * @throws IllegalArgumentException if this may be no key at all, or none beside those that were looked at before; names what,
     *     and the remedy
     */
    void require(Object key) {
        requireKey(key);
        if (kind != null && kind != key.getClass()) {
            throw new IllegalArgumentException("a " + key.getClass().getName() + " and a " + kind.getName()
                    + " as keys of one map, or in one set, are not carried; use keys of one class");
        }
        kind = key.getClass();
    }

    /** @throws IllegalArgumentException if this may be no key; names what, and the remedy */
    static void requireKey(Object key) {
        if (key != null && ADMITTED.contains(key.getClass())) return;
        throw new IllegalArgumentException(
                (key == null ? "nothing" : "a " + key.getClass().getName())
                        + " as a key of a map, or in a set, is not carried; use a String, a Boolean, a Character or a number, for"
                        + " an address its text");
    }

    /** @throws MalformedException if a member says that this is a further key, and it may be none */
    void admit(Object key) throws MalformedException {
        try {
            require(key);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage());
        }
    }
}
