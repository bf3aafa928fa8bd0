package org.testudo.kernel;

import java.util.Locale;

/** Guards our own reasoning: always on, never dependent on unchecked input (ARCHITECTURE 4, rule 9). */
public final class Invariant {
    private Invariant() {}

    /**
     * Stops the member if the condition does not hold.
     *
     * @throws InvariantViolation which the host turns into a halt of this member (HOST-5)
     */
    public static void check(boolean condition, String format, Object... arguments) {
        if (!condition) throw new InvariantViolation(String.format(Locale.ROOT, format, arguments));
    }
}
